import { isExplained, type Judged } from "../contents/difference.ts";
import { explain } from "../contents/explain.ts";
import { summary, unexplainedFindings } from "../contents/findings.ts";
import { join } from "../contents/join.ts";
import { lookAgain } from "../contents/lookAgain.ts";
import type { CheckInput } from "../input.ts";
import { type Answer, type Counts, differences } from "../report.ts";
import type { Check } from "./check.ts";

const MOST_LISTED = 50;

/** Every item that provably predates the recovery point equals the live one, and nothing else came back. */
export const contents: Check = {
  required: true,
  run: async (input) => {
    const joined = await join(
      input.live,
      input.restored,
      input.shape.live.key.map(({ name }) => name),
    );
    const judged = await judge(await explain(joined.differences, input), input);
    const counts = count(joined, judged);
    const { outcome, findings } = conclude(counts, input.mayBeEmpty);
    return {
      outcome,
      counts,
      findings: [
        ...findings,
        ...unexplainedFindings(judged, input.maxFindings ?? MOST_LISTED),
        { severity: "INFO", sentence: summary(counts) },
      ],
    };
  },
};

async function judge(first: Judged[], { secondLook, ...input }: CheckInput): Promise<Judged[]> {
  const suspects = first.filter((one) => !isExplained(one));
  if (!secondLook || suspects.length === 0) return first;
  return [...first.filter(isExplained), ...(await lookAgain(suspects, { ...input, secondLook }))];
}

function count(joined: Pick<Counts, "live" | "restored" | "equal">, judged: Judged[]): Counts {
  const { live, restored, equal } = joined;
  const counts: Counts = {
    live,
    restored,
    equal,
    missing: 0,
    altered: 0,
    extra: 0,
    laterWrites: 0,
    deletedSince: 0,
  };
  for (const { cause } of judged) counts[cause]++;
  return counts;
}

/** An empty restore, or one in which nothing could be verified, proves nothing: the policy has to say that it's fine. */
function conclude(counts: Counts, mayBeEmpty: boolean): Answer {
  if (counts.restored === 0 && !mayBeEmpty) {
    const sentence = "The restored table is empty, which the policy does not allow for this table.";
    return { outcome: "FAILED", findings: [{ severity: "ERROR", sentence }] };
  }
  if (differences(counts) > 0) return { outcome: "FAILED", findings: [] };
  if (mayBeEmpty || counts.equal > 0) return { outcome: "PASSED", findings: [] };
  const sentence =
    "No item could be verified: every one of them was written or deleted after the recovery point.";
  return { outcome: "COULD_NOT_RUN", findings: [{ severity: "ERROR", sentence }] };
}
