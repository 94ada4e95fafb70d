import { applyPolicy } from "@holdfast/backup-policy/cdk";
import { type StackContext, use } from "sst/constructs";
import { Api } from "./api.ts";
import { policy } from "./policy.ts";
import { stageOf } from "./stage.ts";

/** The team's backup policy, applied. */
export function Backup({ app, stack }: StackContext) {
  const { tableKeyArns } = use(Api);
  const { name: stage, removalPolicy } = stageOf(app);
  // A stage's name has no underscore, so no stage's prefix is the beginning of another's.
  const restorePrefix = `awsbackup-restore-test-holdfast-${stage}_`;
  const { vault, plan, backupRole, restoreRole, restoreTesting, alerts } = applyPolicy(stack, policy, {
    stage,
    removalPolicy,
    restorePrefix,
    tableKeyArns,
  });
  stack.addOutputs({
    VaultName: vault.backupVaultName,
    BackupPlanId: plan.attrBackupPlanId,
    BackupRoleArn: backupRole.roleArn,
    RestoreRoleArn: restoreRole.roleArn,
    AlertsTopicArn: alerts.topicArn,
  });
  return { vault, plan, restoreRole, restorePrefix, restoreTesting, alerts };
}
