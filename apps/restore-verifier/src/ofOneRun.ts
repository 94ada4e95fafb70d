import { lastRun, nextRun } from "@holdfast/backup-policy/schedule";
import type { TableRun } from "./run.ts";
import type { PolicyRule } from "./settings.ts";

const MINUTE = 60_000;

interface Seen {
  now: Date;
  /** When the oldest point was made that any rule of the plan made, of any table: the plan is as old at least. */
  planSince: string | undefined;
}

/**
 * The tables with those points only that the rule made when it made the newest: within its start window. A set of
 * several times would not be a set that anybody restores, and would hide that a job failed.
 */
export function ofOneRun(tables: TableRun[], rule: PolicyRule, seen: Seen): TableRun[] {
  const { name, startWindowMinutes } = rule;
  const newest = tables
    .flatMap(({ recoveryPoint }) => recoveryPoint?.createdAt ?? [])
    .sort()
    .at(-1);
  const pending = newest === undefined ? notYetDue(rule, seen) : underWay(rule, newest, seen.now);
  return tables.map((run): TableRun => {
    const { recoveryPoint, ...rest } = run;
    if (rest.problem) return run;
    if (!recoveryPoint) {
      const absence = `The rule ${name} has made no COMPLETED recovery point of ${run.table} that is still there: see why none of its jobs completed.`;
      return { ...rest, ...(pending ? { pending } : { absence }) };
    }
    const behind = Date.parse(newest!) - Date.parse(recoveryPoint.createdAt);
    if (behind <= startWindowMinutes * MINUTE) return run;
    const absence = `The rule ${name} backed up other tables at ${newest}, and ${run.table} last at ${recoveryPoint.createdAt}: see why its job did not complete.`;
    return { ...rest, ...(pending ? { pending } : { absence }) };
  });
}

/** Why a rule without any point need not have one: no job of it was due whose windows are over, as far as points tell. */
function notYetDue(rule: PolicyRule, { now, planSince }: Seen): string | undefined {
  const over = lastRun(rule.schedule, new Date(now.getTime() - windowsOf(rule)), rule.timeZone);
  if (over && planSince !== undefined && Date.parse(planSince) <= over.getTime()) return undefined;
  const last = lastRun(rule.schedule, now, rule.timeZone);
  if (last && last.getTime() !== over?.getTime()) return stillRunning(rule, last);
  const since = planSince === undefined ? "" : ` since the backup plan's oldest point of ${planSince}`;
  const next = nextRun(rule.schedule, now, rule.timeZone);
  return `The rule ${rule.name} has made no recovery point yet, and no run of it is known to have been due${since}: ${
    next ? `its next is due at ${next.toISOString()}` : "none is due any more"
  }.`;
}

/** Why points of the run that the newest point is of may be missing: its jobs need not be over. */
function underWay(rule: PolicyRule, newest: string, now: Date): string | undefined {
  const due = lastRun(rule.schedule, new Date(newest), rule.timeZone);
  return due && due.getTime() + windowsOf(rule) > now.getTime() ? stillRunning(rule, due) : undefined;
}

/** AWS Backup counts a completion window from a job's start: at the end of the start window, at the latest. */
const windowsOf = ({ startWindowMinutes, completionWindowMinutes }: PolicyRule): number =>
  (startWindowMinutes + completionWindowMinutes) * MINUTE;

function stillRunning(rule: PolicyRule, due: Date): string {
  const until = new Date(due.getTime() + windowsOf(rule)).toISOString();
  return `The jobs of the rule ${rule.name} of ${due.toISOString()} may still be under way until ${until}: verify it after that.`;
}
