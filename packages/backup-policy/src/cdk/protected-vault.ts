import { type RemovalPolicy, Stack } from "aws-cdk-lib";
import { BackupVault } from "aws-cdk-lib/aws-backup";
import type { Role } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import type { Policy } from "../schema.ts";
import { backupAdminRole } from "./backup-admin.ts";
import { vaultAccessPolicy } from "./vault-access.ts";

export interface ProtectedVaultProps {
  policy: Policy;
  /** Comes before the names of vault, key alias and BackupAdmin, which are unique in an account and Region. */
  stage: string;
  /** What becomes of vault, key and BackupAdmin when the stack is deleted. */
  removalPolicy: RemovalPolicy;
}

/** A vault, the key its recovery points are encrypted with, and the only role that may delete from it. */
export class ProtectedVault extends Construct {
  readonly key: Key;
  readonly vault: BackupVault;
  readonly backupAdmin: Role;

  constructor(scope: Construct, id: string, { policy, stage, removalPolicy }: ProtectedVaultProps) {
    super(scope, id);
    const name = `${stage}-${policy.vault.name}`;
    this.key = new Key(this, "Key", {
      alias: `alias/${name}-backup`,
      description: `Encrypts the recovery points of the vault ${name}`,
      enableKeyRotation: true,
      removalPolicy,
    });
    const backupAdmin = { name: `${name}-BackupAdmin`, principals: policy.vault.backupAdmin.principals };
    this.vault = new BackupVault(this, "Vault", {
      backupVaultName: name,
      encryptionKey: this.key,
      accessPolicy: vaultAccessPolicy(Stack.of(this), backupAdmin.name),
      removalPolicy,
    });
    this.backupAdmin = backupAdminRole(this, { ...backupAdmin, vault: this.vault });
    this.backupAdmin.applyRemovalPolicy(removalPolicy);
  }
}
