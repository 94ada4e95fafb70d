import { cameBackEarlier } from "../contents/cameBackEarlier.ts";
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
    const { outcome, findings } = conclude(counts, judged, input);
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

const EMPTY = "Nothing to prove yet: the table was empty when it was backed up.";
const LOST = "The restored table is empty, although live items should be in it.";
const UNVERIFIED =
  "No item could be verified: every one of them was written or deleted after the recovery point.";
const REWRITTEN =
  "Every item was written again after the recovery point: earlier versions of them came back, contents not compared.";

/** A restore in which nothing could be verified proves nothing, unless the input says that it's fine. */
function conclude(counts: Counts, judged: readonly Judged[], input: CheckInput): Answer {
  const isEmpty = counts.restored === 0;
  if (differences(counts) > 0) return answer("FAILED", ...(isEmpty ? [error(LOST)] : []));
  if (counts.equal > 0) return answer("PASSED");
  if (isEmpty) return input.mayBeEmpty ? answer("PASSED") : answer("COULD_NOT_RUN", error(EMPTY));
  if (input.mayBeRewritten && cameBackEarlier(judged, input)) {
    return answer("PASSED", { severity: "INFO", sentence: REWRITTEN });
  }
  return answer("COULD_NOT_RUN", error(UNVERIFIED));
}

function answer(outcome: Answer["outcome"], ...findings: Answer["findings"]): Answer {
  return { outcome, findings };
}

function error(sentence: string): Answer["findings"][number] {
  return { severity: "ERROR", sentence };
}
