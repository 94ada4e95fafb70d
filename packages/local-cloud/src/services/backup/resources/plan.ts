import { createHash } from "node:crypto";
import type { ResourceHandler } from "../../../service.ts";
import { stableUuid } from "../../../stableId.ts";
import { planArn } from "../arns.ts";
import { invalidParameter } from "../errors.ts";
import { requireValid } from "../lifecycle.ts";
import type { Plan, Rule } from "../plans.ts";
import type { Rooms } from "../rooms.ts";

/** AWS::Backup::BackupPlan. Ref: the plan's id; GetAtt: BackupPlanId, BackupPlanArn, VersionId. */
export function backupPlan(rooms: Rooms, changed: (plan: Plan) => void): ResourceHandler {
  const { clock, place, plans } = rooms;
  return async ({ stackName, logicalId, properties: { BackupPlan, BackupPlanTags } }) => {
    const id = stableUuid(`${stackName}/${logicalId}`);
    const versionId = createHash("sha256")
      .update(JSON.stringify([BackupPlan, BackupPlanTags]))
      .digest("base64");
    const existing = plans.find(id);
    if (existing?.versionId !== versionId) {
      const plan: Plan = {
        id,
        arn: planArn(place, id),
        name: BackupPlan.BackupPlanName,
        versionId,
        rules: BackupPlan.BackupPlanRule.map((rule: TemplateRule) => toRule(rooms, id, rule)),
        advancedSettings: BackupPlan.AdvancedBackupSettings,
        tags: BackupPlanTags ?? {},
        creationDate: existing?.creationDate ?? clock.now().toISOString(),
        lastExecutionDate: existing?.lastExecutionDate,
      };
      for (const rule of plan.rules) warnOf(rule, rooms);
      plans.save(plan);
      changed(plan);
    }
    const { arn } = plans.get(id);
    return { ref: id, attributes: { BackupPlanId: id, BackupPlanArn: arn, VersionId: versionId } };
  };
}

function warnOf({ RuleName, CopyActions, EnableContinuousBackup }: Rule, { log }: Rooms): void {
  if (CopyActions?.length) log?.(`Rule ${RuleName}: its copy actions don't run in the local cloud.`);
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html
  if (EnableContinuousBackup)
    log?.(`Rule ${RuleName}: DynamoDB has no continuous backup; AWS Backup makes snapshots.`);
}

type TemplateRule = Omit<Partial<Rule>, "RuleName" | "TargetBackupVaultName"> & {
  RuleName: string;
  TargetBackupVault: string;
};

/** Defaults: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html */
function toRule({ clock, nextRun, vaults }: Rooms, planId: string, given: TemplateRule): Rule {
  const { TargetBackupVault, ...rule } = given;
  const where = `Error in rule ${rule.RuleName} : `;
  requireValid(rule.Lifecycle, where);
  const { StartWindowMinutes = 480, CompletionWindowMinutes = 10_080 } = rule;
  if (StartWindowMinutes < 60) {
    throw invalidParameter(`${where}StartWindowMinutes is ${StartWindowMinutes}; it has to be at least 60.`);
  }
  const { ScheduleExpression = "cron(0 5 ? * * *)", ScheduleExpressionTimezone = "Etc/UTC" } = rule;
  // Throws for an expression or a time zone that AWS wouldn't take.
  nextRun(ScheduleExpression, clock.now(), ScheduleExpressionTimezone);
  return {
    ...rule,
    RuleId: stableUuid(`${planId}/${rule.RuleName}`),
    TargetBackupVaultName: vaults.get(TargetBackupVault).name,
    ScheduleExpression,
    ScheduleExpressionTimezone,
    StartWindowMinutes,
    CompletionWindowMinutes,
  };
}
