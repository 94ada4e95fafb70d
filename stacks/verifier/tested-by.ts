import type { Policy } from "@holdfast/backup-policy";
import type { AppliedRestoreTesting } from "@holdfast/backup-policy/cdk";

/** What the verifier is told of AWS restore testing; nothing where the policy is verified by restores of its own. */
export function testedBy(
  { verification: { by, schedule }, objectives }: Policy,
  { planArn, validationWindowHours }: AppliedRestoreTesting,
) {
  if (by.kind !== "restoreTesting") return undefined;
  const { startWindowHours, algorithm, selectionWindowDays } = by;
  // A point drawn at random is as old as it is: that the newest is young enough is looked for by the watch.
  const pointHours = algorithm === "RANDOM_WITHIN_WINDOW" ? selectionWindowDays * 24 : objectives.rpoHours;
  return { planArn, schedule, startWindowHours, validationWindowHours, pointHours };
}
