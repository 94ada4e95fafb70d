import { Stack } from "aws-cdk-lib";
import { CfnFramework } from "aws-cdk-lib/aws-backup";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { copyTargets } from "../deployed/copy-targets.ts";
import { type Policy, rulesOf } from "../schema.ts";
import { plainName } from "./names.ts";

interface FrameworkProps {
  policy: Policy;
  vaultName: string;
  backupAdmin: IRole;
}

/**
 * The policy as controls of Audit Manager, for all tables of the account's Region: a control for those with the
 * policy's tag would pass by leaving out a table that lacks it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/controls-and-remediation.html
 */
export function auditFramework(scope: Construct, props: FrameworkProps): CfnFramework {
  const { policy, vaultName, backupAdmin } = props;
  const { rpoHours, rtoMinutes } = policy.objectives;
  const rules = rulesOf(policy).map(([, rule]) => rule);
  const leastKept = Math.min(...rules.map(({ keepDays }) => keepDays));
  const targets = copyTargets(Stack.of(scope), policy, vaultName);
  const { region, account } = Stack.of(scope);
  const regions = unique(targets.map((target) => target.region).filter((other) => other !== region));
  const accounts = unique(targets.map((target) => target.account).filter((other) => other !== account));
  const { lock } = policy.vault;
  return new CfnFramework(scope, "Audit", {
    frameworkName: plainName(vaultName),
    frameworkControls: [
      control("BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN"),
      control("BACKUP_LAST_RECOVERY_POINT_CREATED", {
        recoveryPointAgeUnit: "hours",
        // It knows no more.
        recoveryPointAgeValue: Math.min(rpoHours, 744),
      }),
      control("RESTORE_TIME_FOR_RESOURCES_MEET_TARGET", { maxRestoreTime: rtoMinutes }),
      control("BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK", { requiredRetentionDays: leastKept }, "any"),
      control("BACKUP_RECOVERY_POINT_ENCRYPTED", {}, "any"),
      control(
        "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED",
        { principalArnList: backupAdmin.roleArn },
        "any",
      ),
      ...(lock.kind === "none"
        ? []
        : [
            control("BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK", {
              minRetentionDays: lock.minDays,
              maxRetentionDays: lock.maxDays,
            }),
          ]),
      ...(regions.length === 0
        ? []
        : [control("BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION", { crossRegionList: regions.join(",") })]),
      ...(accounts.length === 0
        ? []
        : [control("BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT", { crossAccountList: accounts.join(",") })]),
    ],
  });
}

/** Controls of resources are about tables here; controls of vaults and recovery points are about any. */
function control(
  controlName: string,
  parameters: Record<string, string | number> = {},
  of: "tables" | "any" = "tables",
): CfnFramework.FrameworkControlProperty {
  const controlInputParameters = Object.entries(parameters).map(([parameterName, value]) => ({
    parameterName,
    parameterValue: String(value),
  }));
  return {
    controlName,
    ...(controlInputParameters.length > 0 && { controlInputParameters }),
    ...(of === "tables" && { controlScope: { ComplianceResourceTypes: ["DynamoDB"] } }),
  };
}

const unique = (values: string[]): string[] => [...new Set(values)];
