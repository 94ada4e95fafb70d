import { reach } from "./coverage.ts";
import type { Law } from "./law.ts";

const DAY = 24 * 60 * 60_000;

/** Keeping for a year isn't going back a year: when the oldest point expires, the next is a month younger. */
export const retentionReachesBack: Law = {
  severity: "error",
  says: "On every day there is a recovery point as old as one must be able to go back.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html",
  check: (policy, { calendar }) => {
    const { reachBackDays } = policy.objectives;
    const days = Math.floor(reach(policy, calendar) / DAY);
    if (days >= reachBackDays) return [];
    return [
      {
        field: "objectives.reachBackDays",
        got: reachBackDays,
        allowed:
          days > 0
            ? `${days} or less: how old the oldest recovery point still is when the one before it expires`
            : "no number, as no rule keeps its recovery points until the next is made",
      },
    ];
  },
};
