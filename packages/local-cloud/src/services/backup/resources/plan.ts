import type { ResourceHandler } from "../../../service.ts";
import { stableUuid } from "../../../stableId.ts";
import { planArn } from "../arns.ts";
import { parseInput } from "../operation.ts";
import { planInput, versionOf } from "../planInput.ts";
import { type Plan, withVersion } from "../plans.ts";
import type { Rooms } from "../rooms.ts";

/** AWS::Backup::BackupPlan. Ref: the plan's id; GetAtt: BackupPlanId, BackupPlanArn, VersionId. */
export function backupPlan(rooms: Rooms, changed: (plan: Plan) => void): ResourceHandler {
  const { place, plans } = rooms;
  return async ({ stackName, logicalId, properties }) => {
    const id = stableUuid(`${stackName}/${logicalId}`);
    const applied = JSON.stringify(properties);
    const existing = plans.listAll().find((plan) => plan.id === id);
    // As CloudFormation does: a template that didn't change leaves alone what was changed by API.
    if (existing?.applied !== applied || existing.deletionDate !== undefined) {
      const version = versionOf(rooms, id, parseInput(planInput, documentOf(properties.BackupPlan)));
      const plan: Plan = {
        ...(existing ? withVersion(existing, version) : { id, arn: planArn(place, id), ...version }),
        tags: properties.BackupPlanTags ?? {},
        applied,
      };
      for (const { RuleName, CopyActions = [] } of plan.rules) {
        for (const { DestinationBackupVaultArn: arn } of CopyActions) warnOf(RuleName, arn, rooms);
      }
      plans.save(plan);
      changed(plan);
    }
    const { arn, versionId } = plans.get(id);
    return { ref: id, attributes: { BackupPlanId: id, BackupPlanArn: arn, VersionId: versionId } };
  };
}

function warnOf(ruleName: string, vaultArn: string, { place, log }: Rooms): void {
  if (vaultArn.startsWith(`arn:${place.partition}:backup:${place.region}:${place.accountId}:`)) return;
  log?.(
    `Rule ${ruleName}: its copies to ${vaultArn} fail here: the local cloud has one account and one Region.`,
  );
}

/** The template's names for what the API calls Rules and TargetBackupVaultName. */
const documentOf = ({ BackupPlanRule, ...plan }: Record<string, any>) => ({
  ...plan,
  Rules: BackupPlanRule?.map(({ TargetBackupVault, ...rule }: Record<string, unknown>) => ({
    ...rule,
    TargetBackupVaultName: TargetBackupVault,
  })),
});
