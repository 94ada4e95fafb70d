import { duration } from "../words.ts";
import { worstGap } from "./calendar.ts";
import type { Law } from "./law.ts";

const HOUR = 60 * 60_000;

/** Otherwise the alarm for a stale proof goes off with nothing wrong, and is soon not listened to. */
export const proofWithinStaleness: Law = {
  severity: "error",
  says: "The next proof is there before the last one is stale: verifications are that often, with a restore's time on top.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
  check: (policy, { calendar }) => {
    const { schedule, by, proofStaleAfterHours } = policy.verification;
    const gap = worstGap(calendar.starts(schedule, "UTC"));
    const start = by.kind === "restoreTesting" ? by.startWindowHours * HOUR : 0;
    const worst = gap + start + (policy.objectives.rtoMinutes * HOUR) / 60;
    if (!Number.isFinite(gap) || worst <= proofStaleAfterHours * HOUR) return [];
    const window = start > 0 ? `, starts within ${duration(start)}` : "";
    return [
      {
        field: "verification.proofStaleAfterHours",
        got: proofStaleAfterHours,
        allowed: `${Math.ceil(worst / HOUR)} or more: a verification is up to ${duration(gap)} after the last${window} and may take the ${duration(policy.objectives.rtoMinutes * (HOUR / 60))} of the RTO`,
      },
    ];
  },
};
