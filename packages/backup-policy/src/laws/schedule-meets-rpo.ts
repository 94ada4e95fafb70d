import { count, duration } from "../words.ts";
import { worstAge } from "./coverage.ts";
import type { Law } from "./law.ts";

const HOUR = 60 * 60_000;

/** Continuous recovery doesn't count: it goes with the table, and nothing in a vault stands behind it. */
export const scheduleMeetsRpo: Law = {
  severity: "error",
  says: "The newest usable recovery point is never older than the objective, whatever clocks and calendars do.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html",
  check: (policy, { lanes }) => {
    const { rpoHours } = policy.objectives;
    const worst = worstAge(lanes());
    if (worst <= rpoHours * HOUR) return [];
    const field = "objectives.rpoHours";
    if (!Number.isFinite(worst)) {
      return [
        {
          field,
          got: rpoHours,
          allowed: "no number, as no rule keeps its recovery points until the next can be used",
        },
      ];
    }
    const hours = Math.ceil(worst / HOUR);
    const inDays = duration(worst) === count(hours, "hour") ? "" : ` (${duration(worst)})`;
    return [
      {
        field,
        got: rpoHours,
        allowed: `${hours} or more${inDays}: from the start of a job to the end of the windows of the next`,
      },
    ];
  },
};
