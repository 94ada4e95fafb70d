import { CfnBackupSelection } from "aws-cdk-lib/aws-backup";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Policy, Protect } from "../schema.ts";
import { tableArn } from "./arns.ts";

interface SelectionProps {
  policy: Policy;
  name: string;
  planId: string;
  role: IRole;
}

/**
 * What the policy protects, a selection an entry. CloudFormation's own resource: the CDK's selection knows neither
 * conditions nor what is left out, and adds AWS's managed policy to the role.
 */
export function selections(scope: Construct, { policy, name, planId, role }: SelectionProps): void {
  for (const [i, entry] of policy.protect.entries()) {
    new CfnBackupSelection(scope, `Selection${i || ""}`, {
      backupPlanId: planId,
      backupSelection: {
        selectionName: i === 0 ? name : `${name}-${i}`,
        iamRoleArn: role.roleArn,
        ...selected(scope, entry),
      },
    });
  }
}

/**
 * Tables whose tags meet all conditions. With ListOfTags in place of conditions, everything that has the tag would
 * be selected, tables or not.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
 */
function selected(scope: Construct, entry: Protect) {
  if (entry.kind === "tables") return { resources: entry.arns };
  const { key, value, where, except } = entry;
  const all = [{ tag: key, operator: "equals", value }, ...where];
  const conditions = Object.entries(OPERATORS).flatMap(([operator, name]) => {
    const those = all.filter((condition) => condition.operator === operator);
    const pairs = those.map(({ tag, value }) => ({
      ConditionKey: `aws:ResourceTag/${tag}`,
      ConditionValue: value,
    }));
    return pairs.length > 0 ? [[name, pairs] as const] : [];
  });
  return {
    resources: [tableArn(scope, "*")],
    conditions: Object.fromEntries(conditions),
    ...(except.length > 0 && { notResources: except }),
  };
}

const OPERATORS = {
  equals: "StringEquals",
  notEquals: "StringNotEquals",
  like: "StringLike",
  notLike: "StringNotLike",
};
