import type { BackupJobs } from "./backupJobs.ts";
import { isLeftToLongerRule } from "./overlap.ts";
import { createdBy, type Plan, type Rule, type Selection } from "./plans.ts";
import type { RestoreJobs } from "./restoreJobs.ts";
import { jobRole } from "./role.ts";
import type { Rooms } from "./rooms.ts";
import { namesResource, selects } from "./selection.ts";
import { isByTags } from "./selectionInput.ts";
import { targetVault } from "./targetVault.ts";

export interface Schedule {
  /** From now on the clock starts the rules' jobs. */
  start(): void;
  /** A plan was made, changed or deleted. */
  planChanged(plan: Plan): void;
  /** Nothing falls due any more; waits for what did. */
  stop(): Promise<void>;
}

interface Work {
  backups: BackupJobs;
  restores: RestoreJobs;
}

export function createSchedule(rooms: Rooms, { backups, restores }: Work): Schedule {
  const { clock, log, nextRun, plans } = rooms;
  const armed = new Map<string, (() => void)[]>();
  let running: Promise<void> = Promise.resolve();
  let started = false;

  function doInTurn(task: () => Promise<void>): void {
    running = running.then(task).catch((error) => log?.(`A scheduled run failed: ${error.message}`));
    void clock.work(running);
  }

  function arm(plan: Plan): void {
    disarm(plan.id);
    armed.set(
      plan.id,
      plan.rules.map((rule) => armRule(plan, rule)),
    );
  }

  function armRule(plan: Plan, rule: Rule): () => void {
    const at = nextRun(rule.ScheduleExpression, clock.now(), rule.ScheduleExpressionTimezone);
    if (!at) return () => {};
    const due = () => {
      cancel = armRule(plan, rule);
      if (isLeftToLongerRule(plan, rule, at, nextRun)) return;
      doInTurn(() => fire(rooms, { backups, restores }, plan, rule));
    };
    let cancel = clock.at(at, due, `rule ${rule.RuleName} of backup plan ${plan.name}`);
    return () => cancel();
  }

  function disarm(planId: string): void {
    for (const cancel of armed.get(planId) ?? []) cancel();
    armed.delete(planId);
  }

  return {
    start() {
      started = true;
      for (const plan of plans.list()) arm(plan);
    },
    planChanged(plan) {
      if (!started) return;
      if (plan.deletionDate === undefined) arm(plan);
      else disarm(plan.id);
    },
    async stop() {
      started = false;
      for (const planId of armed.keys()) disarm(planId);
      await running;
    },
  };
}

/** Starts a job for each table that a selection of the plan selects. */
async function fire(rooms: Rooms, { backups, restores }: Work, plan: Plan, rule: Rule): Promise<void> {
  const { clock, plans, regionSettings, tables } = rooms;
  const selections = plans.selections(plan.id).filter((selection) => maySeeTags(rooms, plan, selection));
  for (const name of await tables.list()) {
    const table = await tables.describe(name);
    const selection = selections.find(
      ({ rules }) =>
        table &&
        selects(rules, tables.arn(name), table.tags) &&
        (regionSettings.optedIn || namesResource(rules, tables.arn(name))),
    );
    if (!selection || restores.isTarget(name)) continue;
    backups.start({
      vaultName: targetVault(
        { name: rule.TargetBackupVaultName, airGappedArn: rule.TargetLogicallyAirGappedBackupVaultArn },
        rooms,
      ),
      tableName: name,
      iamRoleArn: selection.iamRoleArn,
      startWindowMinutes: rule.StartWindowMinutes,
      completeWindowMinutes: rule.CompletionWindowMinutes,
      lifecycle: rule.Lifecycle,
      recoveryPointTags: rule.RecoveryPointTags,
      createdBy: createdBy(plan, rule),
    });
  }
  const now = plans.find(plan.id);
  if (now) plans.note({ ...now, lastExecutionDate: clock.now().toISOString() });
}

/**
 * What a selection selects by tags is looked up in its role's name; where the role may not, nothing is backed up.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
 */
function maySeeTags(rooms: Rooms, plan: Plan, { name, iamRoleArn, rules }: Selection): boolean {
  if (!isByTags(rules)) return true;
  try {
    rooms.authorize(jobRole(rooms, iamRoleArn), "tag:GetResources", "*");
    return true;
  } catch (error) {
    rooms.log?.(
      `Selection ${name} of backup plan ${plan.name} selects nothing by tags: ${(error as Error).message}`,
    );
    return false;
  }
}
