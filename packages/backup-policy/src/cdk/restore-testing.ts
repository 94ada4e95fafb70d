import { CfnRestoreTestingPlan, CfnRestoreTestingSelection, type IBackupVault } from "aws-cdk-lib/aws-backup";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { airGappedVaults } from "../deployed/air-gapped-vaults.ts";
import type { By, Policy, Protect } from "../schema.ts";
import { plainName } from "./names.ts";

interface RestoreTestingProps {
  policy: Policy;
  name: string;
  vault: IBackupVault;
  role: IRole;
  /** 0 to 168 hours in which a validation of what was restored may report, before AWS deletes it. */
  validationWindowHours?: number;
}

export interface AppliedRestoreTesting {
  planArn: string;
  validationWindowHours: number;
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html */
const MOST_HOURS = 168;
/** How long the slowest restore of a run and what is checked then may take. */
const RESTORE_AND_CHECK_HOURS = 12;

/** What is restored first is there until what is restored last is checked: references are between tables. */
const untilAllAreChecked = ({ startWindowHours }: { startWindowHours: number }) =>
  Math.min(MOST_HOURS, startWindowHours + RESTORE_AND_CHECK_HOURS);

/** AWS restore testing of what the policy protects, where the policy is verified by it. */
export function restoreTesting(
  scope: Construct,
  props: RestoreTestingProps,
): AppliedRestoreTesting | undefined {
  const { policy, vault, role } = props;
  const { by, schedule } = policy.verification;
  if (by.kind !== "restoreTesting") return undefined;
  const validationWindowHours = props.validationWindowHours ?? untilAllAreChecked(by);
  const name = plainName(props.name);
  const plan = new CfnRestoreTestingPlan(scope, "RestoreTesting", {
    restoreTestingPlanName: name,
    scheduleExpression: schedule,
    scheduleExpressionTimezone: "UTC",
    startWindowHours: by.startWindowHours,
    recoveryPointSelection: recoveryPointSelection(policy, by, vault),
  });
  for (const [i, entry] of policy.protect.entries()) {
    const selection = new CfnRestoreTestingSelection(scope, `RestoreTestingSelection${i || ""}`, {
      restoreTestingPlanName: name,
      restoreTestingSelectionName: i === 0 ? name : `${name}_${i}`,
      protectedResourceType: "DynamoDB",
      iamRoleArn: role.roleArn,
      validationWindowHours,
      ...tested(entry),
    });
    selection.addDependency(plan);
  }
  return { planArn: plan.attrRestoreTestingPlanArn, validationWindowHours };
}

const recoveryPointSelection = (
  policy: Policy,
  by: Extract<By, { kind: "restoreTesting" }>,
  vault: IBackupVault,
) => ({
  algorithm: by.algorithm,
  includeVaults: [vault.backupVaultArn, ...airGappedVaults(policy)],
  // AWS Backup makes nothing but snapshots of DynamoDB tables.
  recoveryPointTypes: ["SNAPSHOT"],
  selectionWindowDays: by.selectionWindowDays,
});

/**
 * By ARN or by tags, which are those of the newest recovery point: it has its table's. What a selection of the plan
 * leaves out has no recovery points, and needs no leaving out here.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html
 */
function tested(entry: Protect) {
  if (entry.kind === "tables") {
    return { protectedResourceArns: entry.arns };
  }
  const all = [{ tag: entry.key, operator: "equals", value: entry.value }, ...entry.where];
  const pairs = (wanted: string) =>
    all
      .filter(({ operator }) => operator === wanted)
      .map(({ tag, value }) => ({ key: `aws:ResourceTag/${tag}`, value }));
  return {
    protectedResourceArns: ["*"],
    protectedResourceConditions: {
      stringEquals: pairs("equals"),
      ...(pairs("notEquals").length > 0 && { stringNotEquals: pairs("notEquals") }),
    },
  };
}
