import type { TableRun } from "./run.ts";
import type { PolicyRule } from "./settings.ts";

/**
 * The tables with those points only that the rule made when it made the newest: within its start window. A set of
 * several times would not be a set that anybody restores, and would hide that a job failed.
 */
export function ofOneRun(tables: TableRun[], { name, startWindowMinutes }: PolicyRule): TableRun[] {
  const times = tables.flatMap(({ recoveryPoint }) => recoveryPoint?.createdAt ?? []).sort();
  const newest = times.at(-1);
  return tables.map((run): TableRun => {
    const { recoveryPoint, ...rest } = run;
    if (rest.problem) return run;
    if (!recoveryPoint) {
      return {
        ...rest,
        absence: `The rule ${name} has made no COMPLETED recovery point of ${run.table} that is still there: see why none of its jobs completed.`,
      };
    }
    const behind = Date.parse(newest!) - Date.parse(recoveryPoint.createdAt);
    if (behind <= startWindowMinutes * 60_000) return run;
    return {
      ...rest,
      absence: `The rule ${name} backed up other tables at ${newest}, and ${run.table} last at ${recoveryPoint.createdAt}: see why its job did not complete.`,
    };
  });
}
