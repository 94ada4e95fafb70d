import { runsByRule } from "../forecast/runs.ts";
import { rulesOf } from "../schema.ts";
import { FROM, TO } from "./calendar.ts";
import type { Law } from "./law.ts";

/**
 * A rule that is never due is written for nothing, and so is one whose every start window overlaps that of a rule
 * which keeps longer: AWS makes only that one's backup.
 */
export const everyRuleBacksUp: Law = {
  severity: "error",
  says: "Every rule makes backups: it is due, and not always when a rule that keeps longer is.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html",
  check: (policy, { calendar }) => {
    const runs = runsByRule(policy, { from: FROM, to: TO, since: Number.NEGATIVE_INFINITY });
    return rulesOf(policy).flatMap(([name, { schedule, timeZone }]) => {
      if (runs.get(name)?.some((start) => start >= FROM)) return [];
      const isDue = calendar.starts(schedule, timeZone).length > 0;
      return [
        {
          field: `rules.${name}.schedule`,
          got: schedule,
          allowed: isDue
            ? "times at which its start window doesn't always overlap that of a rule which keeps as long or longer: AWS makes only that one's backup"
            : `a schedule that is due in the years ${new Date(FROM).getUTCFullYear()} to ${new Date(TO).getUTCFullYear() - 1}`,
        },
      ];
    });
  },
};
