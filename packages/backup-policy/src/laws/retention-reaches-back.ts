import { reach, reachesBack } from "./coverage.ts";
import type { Law } from "./law.ts";

/**
 * Keeping for a year isn't going back a year: when the oldest point expires, the next is a month younger, and what is
 * in that one may be from as late as its start window ends.
 */
export const retentionReachesBack: Law = {
  severity: "error",
  says: "On every day there is a recovery point from as long ago as one must be able to go back.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html",
  check: (policy, { lanes }) => {
    const { reachBackDays } = policy.objectives;
    if (reachesBack(lanes(), reachBackDays)) return [];
    const days = reach(lanes());
    return [
      {
        field: "objectives.reachBackDays",
        got: reachBackDays,
        allowed:
          days > 0
            ? `${days} or less: when a recovery point expires, the next is surely from so long ago, its start window counted`
            : "no number, as no rule keeps its recovery points until the next can be used",
      },
    ];
  },
};
