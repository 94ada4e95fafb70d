import type { BackupJobs } from "./backupJobs.ts";
import { createdBy, type Plan, type Rule } from "./plans.ts";
import { expiryOf } from "./points.ts";
import type { RestoreJobs } from "./restoreJobs.ts";
import type { Rooms } from "./rooms.ts";
import { selects } from "./selection.ts";

export interface Schedule {
  /** Runs what falls due from now on; what fell due while the local cloud was off stays undone. */
  start(): void;
  planChanged(plan: Plan): void;
  /** Does all that is due at the clock's time: starts the jobs of the rules, removes expired recovery points. */
  runDue(): Promise<void>;
  /** When something falls due next. */
  nextDue(): Date | undefined;
  stop(): Promise<void>;
}

interface Work {
  backups: BackupJobs;
  restores: RestoreJobs;
}

// A clock that was set forward, or a machine that slept, is noticed within the longest; what can't be done yet is
// tried again after the shortest.
const longestSleepMs = 60_000;
const shortestSleepMs = 500;

export function createSchedule(rooms: Rooms, { backups, restores }: Work): Schedule {
  const { clock, events, log, nextRun, plans, points } = rooms;
  const due = new Map<Rule, { plan: Plan; at: Date }>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let started = false;

  function arm(plan: Plan, rule: Rule): void {
    const at = nextRun(rule.ScheduleExpression, clock.now(), rule.ScheduleExpressionTimezone);
    if (at) due.set(rule, { plan, at });
    else due.delete(rule);
  }

  function nextDue(): Date | undefined {
    const rules = [...due.values()].map(({ at }) => at);
    const dates = [...rules, ...points.list().flatMap((point) => expiryOf(point) ?? [])];
    return dates.length > 0 ? new Date(Math.min(...dates.map(Number))) : undefined;
  }

  function sleep(): void {
    clearTimeout(timer);
    const at = nextDue();
    if (!started || !at) return;
    const ms = at.getTime() - clock.now().getTime();
    timer = setTimeout(() => void runDue(), Math.min(Math.max(ms, shortestSleepMs), longestSleepMs));
  }

  async function fireRules(): Promise<void> {
    for (const [rule, { plan, at }] of due) {
      if (at > clock.now()) continue;
      arm(plan, rule);
      await fire(rooms, { backups, restores }, plan, rule);
    }
  }

  async function removeExpired(): Promise<void> {
    for (const point of points.list()) {
      const at = expiryOf(point);
      if (!at || at > clock.now() || restores.isReading(point.arn)) continue;
      await points.remove(point);
      events.recoveryPoint(point, "EXPIRED");
    }
  }

  function runDue(): Promise<void> {
    running = running
      .then(fireRules)
      .then(removeExpired)
      .catch((error) => log?.(`A scheduled run failed: ${error.message}`))
      .then(sleep);
    return running;
  }

  return {
    start() {
      started = true;
      for (const plan of plans.list()) for (const rule of plan.rules) arm(plan, rule);
      sleep();
    },
    planChanged(plan) {
      for (const [rule, armed] of due) if (armed.plan.id === plan.id) due.delete(rule);
      if (!started) return;
      for (const rule of plan.rules) arm(plan, rule);
      sleep();
    },
    runDue,
    nextDue,
    async stop() {
      started = false;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Starts a job for each table that a selection of the plan selects. */
async function fire(rooms: Rooms, { backups, restores }: Work, plan: Plan, rule: Rule): Promise<void> {
  const { clock, plans, tables } = rooms;
  const selections = plans.selections(plan.id);
  for (const name of await tables.list()) {
    const table = await tables.describe(name);
    const selection = selections.find(({ rules }) => table && selects(rules, tables.arn(name), table.tags));
    if (!selection || restores.isTarget(name)) continue;
    backups.start({
      vaultName: rule.TargetBackupVaultName,
      tableName: name,
      iamRoleArn: selection.iamRoleArn,
      startWindowMinutes: rule.StartWindowMinutes,
      lifecycle: rule.Lifecycle,
      recoveryPointTags: rule.RecoveryPointTags,
      createdBy: createdBy(plan, rule),
    });
  }
  plans.save({ ...plans.get(plan.id), lastExecutionDate: clock.now().toISOString() });
}
