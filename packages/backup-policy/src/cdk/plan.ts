import { CfnBackupPlan, CfnBackupSelection, type IBackupVault } from "aws-cdk-lib/aws-backup";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { type Policy, type Protect, rulesOf } from "../schema.ts";

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
  for (const [i, entry] of policy.protect.entries()) {
    new CfnBackupSelection(scope, `Selection${i || ""}`, {
      backupPlanId: plan.attrBackupPlanId,
      backupSelection: {
        selectionName: `${name}${i ? `-${i}` : ""}`,
        iamRoleArn: role.roleArn,
        ...selected(entry),
      },
    });
  }
  return plan;
}

function selected(entry: Protect) {
  if (entry.kind === "tables") return { resources: entry.arns };
  const { key, value, where, except } = entry;
  const notResources = except.length > 0 ? except : undefined;
  if (where.length === 0) {
    return {
      listOfTags: [{ conditionType: "STRINGEQUALS", conditionKey: key, conditionValue: value }],
      notResources,
    };
  }
  const all = [{ tag: key, operator: "equals", value }, ...where];
  const conditionsOf = (operator: string) =>
    all
      .filter((condition) => condition.operator === operator)
      .map(({ tag, value }) => ({ conditionKey: `aws:ResourceTag/${tag}`, conditionValue: value }));
  return {
    notResources,
    conditions: {
      stringEquals: conditionsOf("equals"),
      stringNotEquals: conditionsOf("notEquals"),
      stringLike: conditionsOf("like"),
      stringNotLike: conditionsOf("notLike"),
    },
  };
}
