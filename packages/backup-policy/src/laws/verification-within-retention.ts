import { rulesOf } from "../schema.ts";
import { duration } from "../words.ts";
import { worstGap } from "./calendar.ts";
import type { Law } from "./law.ts";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** Damage that is found only when the last good point has expired is found too late. */
export const verificationWithinRetention: Law = {
  severity: "error",
  says: "Verifications are less far apart than any recovery point is kept.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
  check: (policy, { calendar }) => {
    const { schedule, by } = policy.verification;
    const due = worstGap(calendar.starts(schedule, "UTC"));
    // AWS restore testing starts at random within its window: early once, and late the next time.
    const gap = due + (by.kind === "restoreTesting" ? by.startWindowHours * HOUR : 0);
    if (!Number.isFinite(gap)) {
      return [{ field: "verification.schedule", got: schedule, allowed: "a schedule that is ever due" }];
    }
    return rulesOf(policy)
      .filter(([, { keepDays }]) => keepDays * DAY <= gap)
      .map(([name, { keepDays }]) => ({
        field: `rules.${name}.keepDays`,
        got: keepDays,
        allowed: `${Math.floor(gap / DAY) + 1} or more, as verifications are up to ${duration(gap)} apart`,
      }));
  },
};
