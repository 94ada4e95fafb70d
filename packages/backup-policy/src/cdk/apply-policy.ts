import type { CfnBackupPlan, IBackupVault } from "aws-cdk-lib/aws-backup";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { Policy } from "../schema.ts";
import { backupPlan } from "./plan.ts";
import { ProtectedVault, type ProtectedVaultProps } from "./protected-vault.ts";
import { backupRole, restoreRole } from "./roles.ts";

export interface ApplyPolicyOptions extends Omit<ProtectedVaultProps, "policy"> {
  /** Restores make tables whose name starts with this, and no others. */
  restorePrefix: string;
}

export interface AppliedPolicy {
  vault: IBackupVault;
  key: IKey;
  plan: CfnBackupPlan;
  backupRole: IRole;
  restoreRole: IRole;
  backupAdmin: IRole;
}

/** Makes everything the policy asks for in that stack: vault, key, plan, selection and roles. */
export function applyPolicy(scope: Construct, policy: Policy, options: ApplyPolicyOptions): AppliedPolicy {
  const { restorePrefix, ...vaultProps } = options;
  const { vault, key, backupAdmin } = new ProtectedVault(scope, "Protected", { policy, ...vaultProps });
  const roleProps = { vault, key, advancedDynamoDb: policy.assumptions.advancedDynamoDb };
  const role = backupRole(scope, roleProps);
  return {
    vault,
    key,
    backupAdmin,
    backupRole: role,
    restoreRole: restoreRole(scope, { ...roleProps, restorePrefix }),
    plan: backupPlan(scope, { policy, vault, role, name: `${options.stage}-${policy.vault.name}` }),
  };
}
