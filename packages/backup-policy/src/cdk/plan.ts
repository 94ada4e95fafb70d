import { Stack } from "aws-cdk-lib";
import { CfnBackupPlan, type IBackupVault } from "aws-cdk-lib/aws-backup";
import type { Construct } from "constructs";
import { copyTarget } from "../deployed/copy-targets.ts";
import { type Copy, type Policy, type Rule, rulesOf } from "../schema.ts";

interface PlanProps {
  policy: Policy;
  name: string;
  vault: IBackupVault;
}

/** The policy's rules as a plan. CloudFormation's own resource: the CDK's rule checks less than the policy does. */
export function backupPlan(scope: Construct, { policy, name, vault }: PlanProps): CfnBackupPlan {
  const rules = rulesOf(policy);
  const plan = new CfnBackupPlan(scope, "Plan", {
    backupPlan: {
      backupPlanName: name,
      backupPlanRule: rules.map(([ruleName, rule]) => ({
        ruleName,
        targetBackupVault: vault.backupVaultName,
        scheduleExpression: rule.schedule,
        scheduleExpressionTimezone: rule.timeZone,
        startWindowMinutes: rule.startWindowMinutes,
        completionWindowMinutes: rule.completionWindowMinutes,
        lifecycle: lifecycle(rule),
        ...(rule.copies.length > 0 && {
          copyActions: rule.copies.map((copy) => ({
            destinationBackupVaultArn: copyTarget(Stack.of(scope), copy, name).arn,
            lifecycle: lifecycle(copy),
          })),
        }),
        ...(Object.keys(rule.tags).length > 0 && { recoveryPointTags: rule.tags }),
      })),
    },
  });
  for (const [i, [, { airGappedVaultArn }]] of rules.entries()) {
    // The CDK's types don't have it yet.
    if (airGappedVaultArn) plan.addPropertyOverride(airGappedTarget(i), airGappedVaultArn);
  }
  return plan;
}

const airGappedTarget = (rule: number) =>
  `BackupPlan.BackupPlanRule.${rule}.TargetLogicallyAirGappedBackupVaultArn`;

const lifecycle = ({ keepDays, coldAfterDays }: Rule | Copy) => ({
  deleteAfterDays: keepDays,
  moveToColdStorageAfterDays: coldAfterDays,
});
