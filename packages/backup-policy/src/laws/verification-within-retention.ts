import { rulesOf } from "../schema.ts";
import { duration } from "../words.ts";
import { worstGap } from "./calendar.ts";
import type { Law } from "./law.ts";

const DAY = 24 * 60 * 60_000;

/** Damage that is found only when the last good point has expired is found too late. */
export const verificationWithinRetention: Law = {
  severity: "error",
  says: "Verifications are less far apart than any recovery point is kept.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
  check: (policy, { calendar }) => {
    const { schedule } = policy.verification;
    const gap = worstGap(calendar.starts(schedule, "UTC"));
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
