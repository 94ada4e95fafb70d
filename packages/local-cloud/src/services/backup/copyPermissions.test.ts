import { setTimeout as delay } from "node:timers/promises";
import {
  BackupClient,
  type CopyJob,
  DescribeBackupJobCommand,
  DescribeCopyJobCommand,
  PutBackupVaultAccessPolicyCommand,
  StartBackupJobCommand,
  StartCopyJobCommand,
} from "@aws-sdk/client-backup";
import { afterAll, beforeAll, expect, it } from "vitest";
import { role, startTestCloud, type TestCloud } from "../../testing.ts";

const vaultArn = (name: string) => `arn:aws:backup:us-east-1:123456789012:backup-vault:${name}`;
const vault = (BackupVaultName: string) => ({
  Type: "AWS::Backup::BackupVault",
  Properties: { BackupVaultName },
});
const allow = (Action: string | string[], Resource = "*", Condition = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  Condition,
});
const backupRole = role("backup.amazonaws.com", [
  allow("dynamodb:StartAwsBackupJob"),
  // As the Backup stack's role has it.
  allow("backup:CopyFromBackupVault", "*", {
    "ForAnyValue:ArnEquals": { "backup:CopyTargets": [vaultArn("copies"), vaultArn("closed")] },
  }),
  allow("backup:CopyIntoBackupVault", vaultArn("copies")),
]);
const template = {
  Resources: {
    Role: { ...backupRole, Properties: { ...backupRole.Properties, RoleName: "backup" } },
    Table: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        TableName: "Category",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      },
    },
    Vault: vault("points"),
    Copies: vault("copies"),
    Closed: vault("closed"),
    Other: vault("other"),
  },
};

let cloud: TestCloud;
let client: BackupClient;
let RecoveryPointArn: string;
const IamRoleArn = "arn:aws:iam::123456789012:role/backup";

beforeAll(async () => {
  cloud = await startTestCloud({ Backup: template as never });
  client = new BackupClient(cloud.client);
  const { BackupJobId } = await client.send(
    new StartBackupJobCommand({
      BackupVaultName: "points",
      ResourceArn: "arn:aws:dynamodb:us-east-1:123456789012:table/Category",
      IamRoleArn,
    }),
  );
  const job = await untilOver(() => client.send(new DescribeBackupJobCommand({ BackupJobId })));
  expect(job.State).toBe("COMPLETED");
  RecoveryPointArn = job.RecoveryPointArn!;
});
afterAll(async () => {
  client.destroy();
  await cloud.stop();
});

async function untilOver<Job extends { CompletionDate?: Date }>(look: () => Promise<Job>): Promise<Job> {
  for (;;) {
    const job = await look();
    if (job.CompletionDate) return job;
    await delay(10);
  }
}

async function copyTo(destination: string): Promise<CopyJob> {
  const { CopyJobId } = await client.send(
    new StartCopyJobCommand({
      RecoveryPointArn,
      SourceBackupVaultName: "points",
      DestinationBackupVaultArn: vaultArn(destination),
      IamRoleArn,
    }),
  );
  return untilOver(async () => (await client.send(new DescribeCopyJobCommand({ CopyJobId }))).CopyJob!);
}

it("lets a role copy to the vaults that it may copy to, and to no others", async () => {
  expect(await copyTo("copies")).toMatchObject({ State: "COMPLETED" });
  expect(await copyTo("other")).toMatchObject({
    State: "FAILED",
    StatusMessage: expect.stringContaining("backup:CopyFromBackupVault"),
  });
  expect(await copyTo("closed")).toMatchObject({
    State: "FAILED",
    StatusMessage: expect.stringContaining(`backup:CopyIntoBackupVault on resource: ${vaultArn("closed")}`),
  });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
it("lets a vault's policy keep its points from being copied", async () => {
  const Statement = [{ Effect: "Deny", Principal: "*", Action: "backup:CopyFromBackupVault", Resource: "*" }];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await client.send(new PutBackupVaultAccessPolicyCommand({ BackupVaultName: "points", Policy }));
  expect(await copyTo("copies")).toMatchObject({
    State: "FAILED",
    StatusMessage: expect.stringContaining("with an explicit deny in a resource-based policy"),
  });
});
