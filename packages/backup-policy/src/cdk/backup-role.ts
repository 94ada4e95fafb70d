import { Stack } from "aws-cdk-lib";
import type { IBackupVault } from "aws-cdk-lib/aws-backup";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { copyTargets } from "../deployed/copy-targets.ts";
import type { Policy } from "../schema.ts";
import { managedPoints, nativeBackups, tableArn } from "./arns.ts";
import { useOf, useOfTableKeys } from "./key-use.ts";

interface BackupRoleProps {
  policy: Policy;
  vault: IBackupVault;
  vaultName: string;
  key: IKey;
  /** The customer's keys that tables are encrypted with. */
  tableKeyArns: readonly string[];
}

/**
 * What AWS Backup may do to make a recovery point of a DynamoDB table: the DynamoDB part of AWS's
 * AWSBackupServiceRolePolicyForBackup, with this vault, this key and the policy's copies only. It reads no item.
 */
export function backupRole(scope: Construct, props: BackupRoleProps): Role {
  const { policy, vault, vaultName, key, tableKeyArns } = props;
  const { advancedDynamoDb } = policy.assumptions;
  return new Role(scope, "BackupRole", {
    assumedBy: new ServicePrincipal("backup.amazonaws.com"),
    inlinePolicies: {
      Backup: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: [
              "dynamodb:DescribeTable",
              "dynamodb:ListTagsOfResource",
              // Without the advanced features AWS Backup calls DynamoDB's own backup.
              advancedDynamoDb ? "dynamodb:StartAwsBackupJob" : "dynamodb:CreateBackup",
            ],
            resources: protectedTables(scope, policy),
          }),
          advancedDynamoDb
            ? new PolicyStatement({ actions: ["backup:TagResource"], resources: [managedPoints(scope)] })
            : new PolicyStatement({
                actions: ["dynamodb:DescribeBackup", "dynamodb:DeleteBackup"],
                resources: [nativeBackups(scope)],
              }),
          new PolicyStatement({ actions: ["backup:DescribeBackupVault"], resources: [vault.backupVaultArn] }),
          // Finding resources by tag knows no resource-level permission.
          new PolicyStatement({ actions: ["tag:GetResources"], resources: ["*"] }),
          ...copying(copyTargets(Stack.of(scope), policy, vaultName).map(({ arn }) => arn)),
          ...useOf(key),
          // As in AWS's own policy: DynamoDB opens the table with its key, and the backup's with the vault's.
          ...useOfTableKeys(scope, tableKeyArns, ["kms:Decrypt", "kms:GenerateDataKey"]),
        ],
      }),
    },
  });
}

/** Any table may come to have the tag. */
const protectedTables = (scope: Construct, { protect }: Policy): string[] =>
  protect.some(({ kind }) => kind === "tag")
    ? [tableArn(scope, "*")]
    : protect.flatMap((entry) => (entry.kind === "tables" ? entry.arns : []));

function copying(vaults: string[]): PolicyStatement[] {
  if (vaults.length === 0) return [];
  return [
    // It knows no resource-level permission, only where to:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html
    new PolicyStatement({
      actions: ["backup:CopyFromBackupVault"],
      resources: ["*"],
      conditions: { "ForAnyValue:ArnEquals": { "backup:CopyTargets": vaults } },
    }),
    new PolicyStatement({ actions: ["backup:CopyIntoBackupVault"], resources: vaults }),
  ];
}
