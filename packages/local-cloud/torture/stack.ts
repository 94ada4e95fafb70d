import { role } from "../src/testing.ts";

export const vaultName = "torture";
export const tableNames = ["Beasts", "Places"];
const account = "arn:aws:iam::123456789012:role";
export const backupRole = `${account}/torture-backup`;
export const restoreRole = `${account}/torture-restore`;
export const tableArn = (name: string) => `arn:aws:dynamodb:us-east-1:123456789012:table/${name}`;

const anything = [{ Effect: "Allow", Action: "*", Resource: "*" }];
const named = (RoleName: string) => {
  const made = role("backup.amazonaws.com", anything);
  return { ...made, Properties: { RoleName, ...made.Properties } };
};

const table = (TableName: string) => ({
  Type: "AWS::DynamoDB::Table",
  Properties: {
    TableName,
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: ["id", "kind"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexes: [
      {
        IndexName: "byKind",
        KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
      },
    ],
    BillingMode: "PAY_PER_REQUEST",
  },
});

/** Tables with an index, a vault with a key of its own, and roles that may do everything. */
export const stacks = {
  Torture: {
    Resources: {
      ...Object.fromEntries(tableNames.map((name) => [name, table(name)])),
      Key: {
        Type: "AWS::KMS::Key",
        Properties: {
          KeyPolicy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::123456789012:root" },
                Action: "kms:*",
                Resource: "*",
              },
            ],
          },
        },
      },
      Vault: {
        Type: "AWS::Backup::BackupVault",
        Properties: { BackupVaultName: vaultName, EncryptionKeyArn: { "Fn::GetAtt": ["Key", "Arn"] } },
      },
      BackupRole: named("torture-backup"),
      RestoreRole: named("torture-restore"),
    },
  },
};
