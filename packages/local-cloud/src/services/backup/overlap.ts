import type { BackupDeps } from "./deps.ts";
import type { Plan, Rule } from "./plans.ts";

const minute = 60_000;
type NextRun = BackupDeps["nextRun"];

/**
 * "When the start windows of different rules overlap, AWS Backup retains the backup under the rule with the longer
 * retention": whether a run of one rule of a plan is left to another's. Of rules that keep equally long the plan's
 * first one runs. A run that is itself left to another pushes no run aside.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
 */
export function isLeftToLongerRule(
  { creationDate, rules }: Pick<Plan, "creationDate" | "rules">,
  rule: Rule,
  at: Date,
  nextRun: NextRun,
): boolean {
  const longerFirst = rules.toSorted((a, b) => keptDays(b) - keptDays(a));
  const longer = { creationDate, rules: longerFirst.slice(0, longerFirst.indexOf(rule)) };
  return longer.rules.some((other) =>
    runsOverlapping(other, rule, at, nextRun)
      // What was due before there was a plan never ran.
      .filter((run) => run.toISOString() > creationDate)
      .some((run) => !isLeftToLongerRule(longer, other, run, nextRun)),
  );
}

const keptDays = ({ Lifecycle }: Rule): number => {
  const days = Lifecycle?.DeleteAfterDays ?? -1;
  return days < 0 ? Number.POSITIVE_INFINITY : days;
};

/** The runs of `other` whose start windows overlap that of `rule` which opens at `at`. */
function runsOverlapping(other: Rule, rule: Rule, at: Date, nextRun: NextRun): Date[] {
  const runs: Date[] = [];
  const closes = at.getTime() + rule.StartWindowMinutes * minute;
  let from = new Date(at.getTime() - other.StartWindowMinutes * minute);
  for (;;) {
    const run = nextRun(other.ScheduleExpression, from, other.ScheduleExpressionTimezone);
    if (!run || run.getTime() >= closes) return runs;
    runs.push(run);
    from = run;
  }
}
