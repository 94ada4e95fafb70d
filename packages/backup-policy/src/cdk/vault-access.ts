import type { Stack } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from "aws-cdk-lib/aws-iam";

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

/**
 * Denies those actions to everybody but one role.
 *
 * The role is named by `aws:PrincipalArn`, as AWS advises, not by NotPrincipal: that one would stop matching for
 * good when the role is made anew, and nobody could delete or change the policy any more. A role of the same name
 * made anew has the same ARN. Principal and Resource are wildcards because AWS Config's rule
 * BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED asks for it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
 */
export function vaultAccessPolicy(stack: Stack, backupAdminName: string): PolicyDocument {
  const backupAdmin = `arn:${stack.partition}:iam::${stack.account}:role/${backupAdminName}`;
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: "OnlyBackupAdminTakesAway",
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: PROTECTED_ACTIONS,
        resources: ["*"],
        conditions: { ArnNotEquals: { "aws:PrincipalArn": backupAdmin } },
      }),
    ],
  });
}
