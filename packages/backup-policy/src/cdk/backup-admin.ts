import { Duration, type RemovalPolicy, Stack } from "aws-cdk-lib";
import type { IBackupVault } from "aws-cdk-lib/aws-backup";
import {
  CompositePrincipal,
  PolicyDocument,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
} from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { copyTargets } from "../deployed/copy-targets.ts";
import { backupAdminNameOf } from "../deployed/names.ts";
import { PROTECTED_ACTIONS } from "../deployed/vault-access.ts";
import type { Policy } from "../schema.ts";
import { managedPoints, nativeBackups, recoveryPoints } from "./arns.ts";
import { principalsOf } from "./principals.ts";

interface BackupAdminProps {
  policy: Policy;
  vault: IBackupVault;
  vaultName: string;
  key: IKey;
  removalPolicy: RemovalPolicy;
}

/** The role that may delete recovery points: by name in the vault's policy, with MFA only, for an hour. */
export function backupAdminRole(scope: Construct, props: BackupAdminProps): Role {
  const { policy, vault, vaultName, key, removalPolicy } = props;
  const copies = copyTargets(Stack.of(scope), policy, vaultName).filter(({ isOwn }) => isOwn);
  const role = new Role(scope, "BackupAdmin", {
    roleName: backupAdminNameOf(vaultName),
    description: `May delete from the vault ${vaultName}; nobody else may`,
    assumedBy: new PrincipalWithConditions(
      new CompositePrincipal(...principalsOf(policy.vault.backupAdmin.principals)),
      { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    ),
    maxSessionDuration: Duration.hours(1),
    inlinePolicies: {
      Administer: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: [
              ...PROTECTED_ACTIONS,
              "backup:DescribeBackupVault",
              "backup:DescribeRecoveryPoint",
              "backup:GetBackupVaultAccessPolicy",
              "backup:ListRecoveryPointsByBackupVault",
            ],
            resources: [
              vault.backupVaultArn,
              ...recoveryPoints(scope),
              ...copies.flatMap(({ arn, region }) => [arn, managedPoints(scope, { region })]),
            ],
          }),
          new PolicyStatement({
            actions: ["dynamodb:DeleteBackup", "dynamodb:DescribeBackup"],
            resources: [nativeBackups(scope)],
          }),
          new PolicyStatement({
            actions: [
              "kms:CancelKeyDeletion",
              "kms:DescribeKey",
              "kms:DisableKey",
              "kms:EnableKey",
              "kms:ScheduleKeyDeletion",
            ],
            resources: [key.keyArn],
          }),
        ],
      }),
    },
  });
  role.applyRemovalPolicy(removalPolicy);
  return role;
}
