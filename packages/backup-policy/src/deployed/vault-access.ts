import type { Lock } from "../schema.ts";

/** What takes recovery points away, or the protection from them. Vault policies allow no wildcards in actions. */
export const PROTECTED_ACTIONS = [
  "backup:DeleteBackupVault",
  "backup:DeleteBackupVaultAccessPolicy",
  "backup:DeleteBackupVaultLockConfiguration",
  "backup:DeleteRecoveryPoint",
  "backup:DisassociateRecoveryPoint",
  "backup:DisassociateRecoveryPointFromParent",
  "backup:PutBackupVaultAccessPolicy",
  "backup:PutBackupVaultLockConfiguration",
  "backup:UpdateRecoveryPointLifecycle",
];

const PUT_LOCK = "backup:PutBackupVaultLockConfiguration";

type Conditions = Record<string, Record<string, string>>;

export interface VaultAccessPolicy {
  Version: "2012-10-17";
  Statement: {
    Sid: string;
    Effect: "Deny";
    Principal: { AWS: "*" };
    Action: string | string[];
    Resource: "*";
    Condition: Conditions;
  }[];
}

/**
 * Denies those actions to everybody but one role.
 *
 * The role is named by `aws:PrincipalArn`, as AWS advises, not by NotPrincipal: that one would stop matching for
 * good when the role is made anew, and nobody could delete or change the policy any more. A role of the same name
 * made anew has the same ARN. Principal and Resource are wildcards because AWS Config's rule
 * BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED asks for it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
 *
 * @param backupAdmin the role's ARN
 */
export function vaultAccessPolicy(backupAdmin: string, lock: Lock): VaultAccessPolicy {
  const deny = (Sid: string, actions: string[], conditions: Conditions = {}) => ({
    Sid,
    Effect: "Deny" as const,
    Principal: { AWS: "*" as const },
    Action: actions.length === 1 ? (actions[0] ?? []) : actions,
    Resource: "*" as const,
    Condition: { ArnNotEquals: { "aws:PrincipalArn": backupAdmin }, ...conditions },
  });
  if (lock.kind === "none") {
    return {
      Version: "2012-10-17",
      Statement: [deny("OnlyBackupAdminTakesAway", PROTECTED_ACTIONS)],
    };
  }
  // CloudFormation may give the vault this policy before it puts the lock on: the policy's own lock may be put.
  const others = PROTECTED_ACTIONS.filter((action) => action !== PUT_LOCK);
  return {
    Version: "2012-10-17",
    Statement: [
      deny("OnlyBackupAdminTakesAway", others),
      ...Object.entries(otherLocks(lock)).map(([sid, conditions]) => deny(sid, [PUT_LOCK], conditions)),
    ],
  };
}

/** What tells another lock from this one. Negated operators hold where a value is missing, too. */
function otherLocks(lock: Exclude<Lock, { kind: "none" }>): Record<string, Conditions> {
  return {
    NoOtherMinimum: { NumericNotEquals: { "backup:MinRetentionDays": String(lock.minDays) } },
    NoOtherMaximum: { NumericNotEquals: { "backup:MaxRetentionDays": String(lock.maxDays) } },
    NoOtherKind:
      lock.kind === "compliance"
        ? { NumericNotEquals: { "backup:ChangeableForDays": String(lock.coolingOffDays) } }
        : { Null: { "backup:ChangeableForDays": "false" } },
  };
}
