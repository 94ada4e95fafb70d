import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

const MINUTE = 60_000;
const MINIMUM = 60;

/** AWS answers "The interval between backup jobs shouldn't be less than 60 minutes", at deploy time. */
export const schedules60MinutesApart: Law = {
  severity: "error",
  says: "A rule's backups are 60 minutes or more apart.",
  source:
    "https://repost.aws/questions/QUwYlivOoWTHi1nSuSGjTVFg/error-scheduling-backup-every-ten-minutes-in-aws-backup",
  check: (policy, { calendar }) =>
    rulesOf(policy).flatMap(([name, { schedule }]) => {
      // In UTC: the expression counts, not what a zone's clocks do to it.
      const starts = calendar.starts(schedule, "UTC");
      const gaps = starts.slice(1).map((start, i) => start - (starts[i] ?? 0));
      if (gaps.every((gap) => gap >= MINIMUM * MINUTE)) return [];
      return [
        {
          field: `rules.${name}.schedule`,
          got: schedule,
          allowed: `a schedule whose starts are ${MINIMUM} minutes or more apart`,
        },
      ];
    }),
};
