import type { CfnBackupPlan, IBackupVault } from "aws-cdk-lib/aws-backup";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { vaultNameOf } from "../deployed/names.ts";
import type { Policy } from "../schema.ts";
import { backupAlarms, restoreTestAlarm } from "./alarms.ts";
import { audit } from "./audit.ts";
import { backupRole } from "./backup-role.ts";
import { notifications } from "./notifications.ts";
import { backupPlan } from "./plan.ts";
import { ProtectedVault, type ProtectedVaultProps } from "./protected-vault.ts";
import { restoreRole } from "./restore-role.ts";
import { type AppliedRestoreTesting, restoreTesting } from "./restore-testing.ts";
import { selections } from "./selections.ts";

export interface ApplyPolicyOptions extends Omit<ProtectedVaultProps, "policy" | "backupAdmin"> {
  /** Restores make tables whose name starts with this, and no others. */
  restorePrefix: string;
  /**
   * The customer's keys that tables are encrypted with, by their ARNs.
   * @default none: DynamoDB's own
   */
  tableKeyArns?: readonly string[];
  /**
   * Whether AWS Backup Audit Manager watches the policy and reports daily. It needs AWS Config to record, and both
   * cost by evaluation.
   * @default false
   */
  audit?: boolean;
  /**
   * 0 to 168 hours in which what AWS restore testing restored stays for a validation, before AWS deletes it.
   * @default the policy's start window and 12 hours: what is restored first is there until all is checked
   */
  validationWindowHours?: number;
}

export interface AppliedPolicy {
  vault: IBackupVault;
  key: IKey;
  plan: CfnBackupPlan;
  /** Where the policy is verified by AWS restore testing. */
  restoreTesting?: AppliedRestoreTesting;
  backupRole: IRole;
  restoreRole: IRole;
  backupAdmin: IRole;
  /** What goes wrong is told here; a team subscribes to it. */
  alerts: ITopic;
}

/** The tables of AWS restore testing; no test chooses another name. */
const restoreTestPrefix = "awsbackup-restore-test-";

/** Makes everything the policy asks for in that stack: vault, key, plan, selections, roles, tests and alarms. */
export function applyPolicy(scope: Construct, policy: Policy, options: ApplyPolicyOptions): AppliedPolicy {
  const { restorePrefix, tableKeyArns = [], validationWindowHours, stage, removalPolicy } = options;
  const name = vaultNameOf({ stage, policy });
  const { vault, key, backupAdmin } = new ProtectedVault(scope, "Protected", {
    policy,
    stage,
    removalPolicy,
  });
  const role = backupRole(scope, { policy, vault, vaultName: name, key, tableKeyArns });
  const plan = backupPlan(scope, { policy, name, vault });
  selections(scope, { policy, name, planId: plan.attrBackupPlanId, role });
  const alerts = notifications(scope, { policy, name, vault });
  backupAlarms(scope, { policy, name, alerts });
  let tested: AppliedRestoreTesting | undefined;
  if (policy.verification.by.kind === "restoreTesting") {
    const role = restoreRole(scope, "RestoreTestingRole", {
      policy,
      key,
      restorePrefix: restoreTestPrefix,
      tableKeyArns,
    });
    tested = restoreTesting(scope, { policy, name, vault, role, validationWindowHours });
    restoreTestAlarm(scope, { policy, name, alerts });
  }
  if (options.audit) audit(scope, { policy, name, backupAdmin, removalPolicy });
  return {
    vault,
    key,
    plan,
    backupAdmin,
    restoreTesting: tested,
    backupRole: role,
    restoreRole: restoreRole(scope, "RestoreRole", { policy, key, restorePrefix, tableKeyArns }),
    alerts,
  };
}
