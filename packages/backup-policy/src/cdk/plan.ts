import { CfnBackupPlan, CfnBackupSelection, type IBackupVault } from "aws-cdk-lib/aws-backup";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { type Policy, rulesOf } from "../schema.ts";

interface PlanProps {
  policy: Policy;
  name: string;
  vault: IBackupVault;
  role: IRole;
}

/**
 * The policy's rules as a plan, and what it protects, by tag. CloudFormation's own resources: the CDK's rule
 * checks less than the policy does, and its selection adds AWS's managed policy to the role.
 */
export function backupPlan(scope: Construct, { policy, name, vault, role }: PlanProps): CfnBackupPlan {
  const plan = new CfnBackupPlan(scope, "Plan", {
    backupPlan: {
      backupPlanName: name,
      backupPlanRule: rulesOf(policy).map(([ruleName, rule]) => ({
        ruleName,
        targetBackupVault: vault.backupVaultName,
        scheduleExpression: rule.schedule,
        scheduleExpressionTimezone: rule.timeZone,
        startWindowMinutes: rule.startWindowMinutes,
        completionWindowMinutes: rule.completionWindowMinutes,
        lifecycle: {
          deleteAfterDays: rule.keepDays,
          moveToColdStorageAfterDays: rule.coldAfterDays,
        },
      })),
    },
  });
  const { key, value } = policy.selection.tag;
  new CfnBackupSelection(scope, "Selection", {
    backupPlanId: plan.attrBackupPlanId,
    backupSelection: {
      selectionName: name,
      iamRoleArn: role.roleArn,
      listOfTags: [{ conditionType: "STRINGEQUALS", conditionKey: key, conditionValue: value }],
    },
  });
  return plan;
}
