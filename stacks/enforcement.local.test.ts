import {
  DeleteBackupVaultAccessPolicyCommand,
  DeleteBackupVaultCommand,
  DeleteRecoveryPointCommand,
  DescribeBackupJobCommand,
  DescribeRestoreJobCommand,
  ListRecoveryPointsByBackupVaultCommand,
  PutBackupVaultAccessPolicyCommand,
  StartBackupJobCommand,
  StartRestoreJobCommand,
} from "@aws-sdk/client-backup";
import { DeleteTableCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DescribeKeyCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { localCloud } from "./testing/local-cloud.ts";

let cloud: Awaited<ReturnType<typeof localCloud>>;
let BackupVaultName: string;
let RecoveryPointArn: string;
let table: string;

const denied = (action: string) => ({
  name: expect.stringMatching(/^AccessDenied/),
  message: expect.stringContaining(action),
});

beforeAll(async () => {
  cloud = await localCloud(inject("assemblies").local);
  const { Backup, Api } = cloud.outputs;
  BackupVaultName = Backup!.VaultName!;
  [{ table }] = JSON.parse(Api!.Tables!);
  const { BackupJobId } = await cloud.administrator.backup.send(
    new StartBackupJobCommand({
      BackupVaultName,
      IamRoleArn: Backup!.BackupRoleArn!,
      ResourceArn: `arn:aws:dynamodb:us-east-1:123456789012:table/${table}`,
    }),
  );
  const job = await until(
    () => cloud.administrator.backup.send(new DescribeBackupJobCommand({ BackupJobId })),
    ({ State }) => State === "COMPLETED" || State === "FAILED",
  );
  RecoveryPointArn = job.RecoveryPointArn!;
}, 120_000);

afterAll(() => cloud?.stop());

const points = async () =>
  (await cloud.administrator.backup.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName })))
    .RecoveryPoints!.length;

it("runs every resource of the stacks, or names what takes its place", () => {
  expect(cloud.warnings).toEqual([]);
});

describe("a developer, who is an administrator", () => {
  it("can't delete a recovery point", async () => {
    const { backup } = await cloud.as("Developer");
    const deletes = backup.send(new DeleteRecoveryPointCommand({ BackupVaultName, RecoveryPointArn }));
    await expect(deletes).rejects.toMatchObject(denied("backup:DeleteRecoveryPoint"));
    expect(await points()).toBe(1);
  });

  it("can't use the key of the vault but through AWS Backup", async () => {
    const { kms } = await cloud.as("Developer");
    const KeyId = "alias/local-holdfast-backup";
    const encrypts = kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("x") }));
    await expect(encrypts).rejects.toMatchObject(denied("kms:Encrypt"));
    expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({ Enabled: true });
  });

  it("doesn't become BackupAdmin without a second factor", async () => {
    await expect(cloud.as("local-holdfast-BackupAdmin")).rejects.toMatchObject(denied("sts:AssumeRole"));
  });
});

describe("whoever deploys", () => {
  it("can't change the vault's policy, take it off, or delete the vault", async () => {
    const { backup } = await cloud.as("Deploy");
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const puts = backup.send(new PutBackupVaultAccessPolicyCommand({ BackupVaultName, Policy }));
    await expect(puts).rejects.toMatchObject(denied("backup:PutBackupVaultAccessPolicy"));
    const takesOff = backup.send(new DeleteBackupVaultAccessPolicyCommand({ BackupVaultName }));
    await expect(takesOff).rejects.toMatchObject(denied("backup:DeleteBackupVaultAccessPolicy"));
    const deletes = backup.send(new DeleteBackupVaultCommand({ BackupVaultName }));
    await expect(deletes).rejects.toMatchObject(denied("backup:DeleteBackupVault"));
  });
});

describe("a role of AWS Backup's", () => {
  it.each(["BackupRoleArn", "RestoreRoleArn"])("reads and deletes no live table: %s", async (role) => {
    const { dynamodb } = await cloud.as(cloud.outputs.Backup![role]!);
    const scans = dynamodb.send(new ScanCommand({ TableName: table }));
    await expect(scans).rejects.toMatchObject(denied("dynamodb:Scan"));
    const deletes = dynamodb.send(new DeleteTableCommand({ TableName: table }));
    await expect(deletes).rejects.toMatchObject(denied("dynamodb:DeleteTable"));
  });

  it.each([
    ["RestoreRoleArn", "Category-again"],
    ["BackupRoleArn", "awsbackup-restore-test-holdfast-local_again"],
  ])("restores nothing but to a name of the prefix, by the role for it: %s to %s", async (role, name) => {
    const { RestoreJobId } = await cloud.administrator.backup.send(
      new StartRestoreJobCommand({
        RecoveryPointArn,
        IamRoleArn: cloud.outputs.Backup![role]!,
        Metadata: { targetTableName: name, encryptionType: "Default" },
      }),
    );
    const job = await until(
      () => cloud.administrator.backup.send(new DescribeRestoreJobCommand({ RestoreJobId })),
      ({ Status }) => Status === "COMPLETED" || Status === "FAILED",
    );
    expect(job).toMatchObject({
      Status: "FAILED",
      StatusMessage: expect.stringContaining("dynamodb:RestoreTableFromAwsBackup"),
    });
    const told = `local-holdfast: the restore job ${RestoreJobId} ended as FAILED`;
    expect(cloud.logs).toContainEqual(expect.stringContaining(told));
  });
});

describe("BackupAdmin, with a second factor", () => {
  it("reads no table and restores nothing", async () => {
    const { backup, dynamodb } = await cloud.as("local-holdfast-BackupAdmin", { mfa: true });
    const scans = dynamodb.send(new ScanCommand({ TableName: table }));
    await expect(scans).rejects.toMatchObject(denied("dynamodb:Scan"));
    const starts = backup.send(
      new StartRestoreJobCommand({
        RecoveryPointArn,
        IamRoleArn: cloud.outputs.Backup!.RestoreRoleArn!,
        Metadata: { targetTableName: "x" },
      }),
    );
    await expect(starts).rejects.toMatchObject(denied("backup:StartRestoreJob"));
  });

  it("deletes a recovery point", async () => {
    const { backup } = await cloud.as("local-holdfast-BackupAdmin", { mfa: true });
    await backup.send(new DeleteRecoveryPointCommand({ BackupVaultName, RecoveryPointArn }));
    expect(await points()).toBe(0);
  });
});

async function until<T>(look: () => Promise<T>, isOver: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (isOver(seen)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
