import { Stack } from "aws-cdk-lib";
import type { IBackupVault } from "aws-cdk-lib/aws-backup";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

interface RoleProps {
  key: IKey;
  vault: IBackupVault;
  /** Without them AWS Backup calls DynamoDB's own CreateBackup and RestoreTableFromBackup. */
  advancedDynamoDb: boolean;
}

/**
 * What AWS Backup may do to make a recovery point of a DynamoDB table: the DynamoDB part of AWS's
 * AWSBackupServiceRolePolicyForBackup, with this vault and key only.
 */
export function backupRole(scope: Construct, { key, vault, advancedDynamoDb }: RoleProps): Role {
  const tables = tableArn(scope, "*");
  return new Role(scope, "BackupRole", {
    assumedBy: new ServicePrincipal("backup.amazonaws.com"),
    inlinePolicies: {
      Backup: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: [
              "dynamodb:DescribeTable",
              "dynamodb:ListTagsOfResource",
              advancedDynamoDb ? "dynamodb:StartAwsBackupJob" : "dynamodb:CreateBackup",
            ],
            resources: [tables],
          }),
          ...(advancedDynamoDb
            ? []
            : [nativeBackups(scope, "dynamodb:DescribeBackup", "dynamodb:DeleteBackup")]),
          new PolicyStatement({ actions: ["backup:DescribeBackupVault"], resources: [vault.backupVaultArn] }),
          // Finding resources by tag knows no resource-level permission.
          new PolicyStatement({ actions: ["tag:GetResources"], resources: ["*"] }),
          ...useOf(key),
        ],
      }),
    },
  });
}

/** What AWS Backup may do to restore: make tables whose name starts with the prefix, nothing to any other. */
export function restoreRole(scope: Construct, props: RoleProps & { restorePrefix: string }): Role {
  const { key, advancedDynamoDb, restorePrefix } = props;
  return new Role(scope, "RestoreRole", {
    assumedBy: new ServicePrincipal("backup.amazonaws.com"),
    inlinePolicies: {
      Restore: new PolicyDocument({
        statements: [
          new PolicyStatement({
            // DynamoDB asks for the data actions on the table it writes the backup's items to:
            // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
            actions: [
              advancedDynamoDb ? "dynamodb:RestoreTableFromAwsBackup" : "dynamodb:RestoreTableFromBackup",
              "dynamodb:BatchWriteItem",
              "dynamodb:DeleteItem",
              "dynamodb:DescribeTable",
              "dynamodb:GetItem",
              "dynamodb:PutItem",
              "dynamodb:Query",
              "dynamodb:Scan",
              "dynamodb:UpdateItem",
            ],
            resources: [tableArn(scope, `${restorePrefix}*`)],
          }),
          ...(advancedDynamoDb ? [] : [nativeBackups(scope, "dynamodb:RestoreTableFromBackup")]),
          ...useOf(key),
        ],
      }),
    },
  });
}

function useOf(key: IKey): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      resources: [key.keyArn],
    }),
    new PolicyStatement({
      actions: ["kms:CreateGrant"],
      resources: [key.keyArn],
      conditions: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
  ];
}

function nativeBackups(scope: Construct, ...actions: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources: [tableArn(scope, "*/backup/*")] });
}

function tableArn(scope: Construct, name: string): string {
  return Stack.of(scope).formatArn({ service: "dynamodb", resource: "table", resourceName: name });
}
