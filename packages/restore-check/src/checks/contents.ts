import { cameBackEarlier } from "../contents/cameBackEarlier.ts";
import type { Judged } from "../contents/difference.ts";
import { summary, unprovenFindings } from "../contents/findings.ts";
import { judgedOf } from "../contents/judged.ts";
import type { JoinedSides } from "../exact/joinSides.ts";
import type { CheckInput } from "../input.ts";
import { type Answer, type Counts, differences } from "../report.ts";
import type { Reconciliation } from "../sketch/reconcile.ts";
import type { Check } from "./check.ts";

const MOST_LISTED = 50;

/** Every item that provably predates the recovery point equals the live one, and nothing else came back. */
export const contents: Check = {
  async run(input) {
    const { reconciliation } = input;
    if (reconciliation.kind === "undecodable") return couldNotRun(reconciliation.reason);
    const { judged, unnamed } = await judgedOf(input, reconciliation);
    const listed = unprovenFindings(judged, input.maxFindings ?? MOST_LISTED);
    if (reconciliation.kind === "tooMany") return concludeTooMany(reconciliation, judged, listed, input);
    if (unnamed > 0)
      return couldNotRun(
        `${unnamed} of the items that differ have keys too long for a summary: join the tables item by item.`,
        listed,
      );
    const counts = count(input.items, judged, reconciliation);
    const unexamined = reconciliation.kind === "joined" ? unlisted(reconciliation.joined) : 0;
    if (unexamined > 0) listed.push(error(`And ${unexamined} more differ, too many to read again.`));
    const { outcome, findings } = conclude(counts, judged, input);
    return {
      outcome: outcome === "PASSED" && unexamined > 0 ? "COULD_NOT_RUN" : outcome,
      counts,
      findings: [
        ...findings,
        ...listed,
        { severity: "INFO", sentence: summary(counts, input.recoveryPoint.window) },
      ],
    };
  },
};

const unlisted = ({ suspected, suspects }: JoinedSides) => suspected - suspects.length;

function count(
  { live, restored }: CheckInput["items"],
  judged: Judged[],
  reconciliation: Reconciliation,
): Counts {
  const explained = reconciliation.kind === "joined" ? reconciliation.joined : undefined;
  const differ =
    judged.filter(({ difference }) => difference.restored).length + (explained?.explainedRestored ?? 0);
  const counts: Counts = {
    live,
    restored,
    equal: restored - differ,
    missing: 0,
    altered: 0,
    extra: 0,
    laterWrites: explained?.laterWrites ?? 0,
    deletedSince: 0,
    nearPoint: explained?.nearPoint ?? 0,
    nearMissing: explained?.nearMissing ?? 0,
    undated: 0,
  };
  for (const { cause } of judged) counts[cause]++;
  return counts;
}

const EMPTY = "Nothing to prove yet: the table was empty when it was backed up.";
const TOO_NEAR =
  "Nothing is proven: no item came back, and the live ones were created too close to the backup to have to be in it.";
const LOST = "The restored table is empty, although live items should be in it.";
const UNVERIFIED =
  "No item could be verified: every one of them was written or deleted after the recovery point.";
const REWRITTEN =
  "Every item was written again after the recovery point: earlier versions of them came back, contents not compared.";

/** A restore in which nothing could be verified proves nothing, unless the input says that it's fine. */
function conclude(counts: Counts, judged: readonly Judged[], input: CheckInput): Answer {
  const isEmpty = counts.restored === 0;
  if (differences(counts) > 0) return answer("FAILED", ...(isEmpty ? [error(LOST)] : []));
  if (counts.undated > 0) return answer("COULD_NOT_RUN");
  if (isEmpty)
    return input.mayBeEmpty ? answer("PASSED") : couldNotRun(counts.nearMissing > 0 ? TOO_NEAR : EMPTY);
  const rewritten = input.mayBeRewritten && cameBackEarlier(judged, input);
  if (counts.equal === 0) {
    return rewritten ? answer("PASSED", { severity: "INFO", sentence: REWRITTEN }) : couldNotRun(UNVERIFIED);
  }
  // Of what came back: what was created since was never in the backup.
  const share =
    (counts.restored - counts.equal + counts.nearMissing) / (counts.restored + counts.nearMissing);
  const { mostUnverified = 1 } = input;
  if (share > mostUnverified && !rewritten) {
    return couldNotRun(
      `${percent(share)} of the items could not be verified, because they were written or deleted about or after the time of the recovery point; the policy accepts ${percent(mostUnverified)}: verify sooner after the backup.`,
    );
  }
  return answer("PASSED");
}

/** Examples that nothing explains fail it; with all of them explained, the others are still not proven. */
function concludeTooMany(
  { estimate }: Extract<Reconciliation, { kind: "tooMany" }>,
  judged: readonly Judged[],
  listed: Answer["findings"],
  { items }: CheckInput,
): Answer {
  const unexplained = judged.filter(({ cause }) => ["missing", "altered", "extra"].includes(cause)).length;
  const total = Math.max(items.live, items.restored);
  const extent = estimate
    ? `About ${estimate.about} of ${total} items differ (give or take ${estimate.standardError}), too many to name each.`
    : `More of ${total} items differ than the summaries can name.`;
  const sampled = `Of ${judged.length} examples drawn evenly, ${unexplained} can't be explained by what was written or deleted since.`;
  return {
    outcome: unexplained > 0 ? "FAILED" : "COULD_NOT_RUN",
    findings: [error(`${extent} ${sampled}`), ...listed],
  };
}

function answer(outcome: Answer["outcome"], ...findings: Answer["findings"]): Answer {
  return { outcome, findings };
}

function couldNotRun(sentence: string, findings: Answer["findings"] = []): Answer {
  return answer("COULD_NOT_RUN", error(sentence), ...findings);
}

function error(sentence: string): Answer["findings"][number] {
  return { severity: "ERROR", sentence };
}

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
