import type { Policy } from "@holdfast/backup-policy";
import { rulesToVerify } from "./rules.ts";

/** A run about the oldest point needs them until its last look: restores and reads of huge tables take days. */
const RUN_DAYS = 7;

/** How many days a deletion stays recorded: longer than any recovery point that a run may be about is old. */
export function deletionsKeptDays(policy: Policy): number {
  const { by } = policy.verification;
  const days = [
    policy.objectives.rpoHours / 24,
    ...rulesToVerify(policy).map(({ oldestMinutes }) => oldestMinutes / (24 * 60)),
    by.kind === "restoreTesting" ? by.selectionWindowDays + by.startWindowHours / 24 : 0,
  ];
  return Math.ceil(Math.max(...days)) + RUN_DAYS;
}
