import { Duration, type RemovalPolicy, Stack } from "aws-cdk-lib";
import { BackupVault, type LockConfiguration } from "aws-cdk-lib/aws-backup";
import { type IRole, PolicyDocument } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import { backupAdminArnOf, vaultNameOf } from "../deployed/names.ts";
import { vaultAccessPolicy } from "../deployed/vault-access.ts";
import type { Lock, Policy } from "../schema.ts";
import { backupAdminRole } from "./backup-admin.ts";
import { vaultKey } from "./vault-key.ts";

export interface ProtectedVaultProps {
  policy: Policy;
  /** Comes before the names of vault, key alias and BackupAdmin, which are unique in an account and Region. */
  stage: string;
  /** What becomes of vault, key and BackupAdmin when the stack is deleted. */
  removalPolicy: RemovalPolicy;
  /**
   * The BackupAdmin of the policy's first vault, for a further vault of the same name in a Region that the policy
   * copies to: roles have no Region.
   * @default one is made
   */
  backupAdmin?: IRole;
}

/** A vault, the key its recovery points are encrypted with, and the only role that may delete from it. */
export class ProtectedVault extends Construct {
  readonly key: Key;
  readonly vault: BackupVault;
  readonly backupAdmin: IRole;

  constructor(scope: Construct, id: string, props: ProtectedVaultProps) {
    super(scope, id);
    const { policy, removalPolicy } = props;
    const vaultName = vaultNameOf(props);
    // By name: the role's policy names the vault, so the vault can't refer to the role.
    const backupAdmin = backupAdminArnOf(Stack.of(this), vaultName);
    this.key = vaultKey(this, { policy, vaultName, backupAdmin, removalPolicy });
    this.vault = new BackupVault(this, "Vault", {
      backupVaultName: vaultName,
      encryptionKey: this.key,
      accessPolicy: PolicyDocument.fromJson(vaultAccessPolicy(backupAdmin, policy.vault.lock)),
      lockConfiguration: lockConfiguration(policy.vault.lock),
      removalPolicy,
    });
    this.backupAdmin =
      props.backupAdmin ??
      backupAdminRole(this, { policy, vault: this.vault, vaultName, key: this.key, removalPolicy });
  }
}

/** Days in which it can be changed make a lock one that nobody takes off afterwards. */
function lockConfiguration(lock: Lock): LockConfiguration | undefined {
  if (lock.kind === "none") return undefined;
  return {
    minRetention: Duration.days(lock.minDays),
    maxRetention: Duration.days(lock.maxDays),
    ...(lock.kind === "compliance" && { changeableFor: Duration.days(lock.coolingOffDays) }),
  };
}
