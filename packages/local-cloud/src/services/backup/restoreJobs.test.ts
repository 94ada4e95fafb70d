import {
  GetRecoveryPointRestoreMetadataCommand,
  StartRestoreJobCommand,
  type StartRestoreJobCommandInput,
} from "@aws-sdk/client-backup";
import { DeleteTableCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "../../errors.ts";
import {
  type Authorization,
  backUp,
  backupRole,
  call,
  createWorld,
  hold,
  makeKey,
  makeTable,
  restore,
  restoreOver,
  restoreRole,
  scanAll,
  someItems,
  startRestore,
  vaultName,
  type World,
} from "./testing.ts";

let world: World;
let pointArn: string;
beforeEach(async () => {
  world = await createWorld();
  await makeTable(world, "Category", someItems(5));
  pointArn = (await backUp(world, "Category")).RecoveryPointArn!;
});
afterEach(() => world.close());

const start = (Metadata: Record<string, string>, more: Partial<StartRestoreJobCommandInput> = {}) =>
  world.client.send(
    new StartRestoreJobCommand({ RecoveryPointArn: pointArn, IamRoleArn: restoreRole, Metadata, ...more }),
  );
const outcomeOf = async (...given: Parameters<typeof start>) =>
  restoreOver(world, (await start(...given)).RestoreJobId!);
const tables = async () => (await world.dynamodb.send(new ListTablesCommand({}))).TableNames;
const settingsOf = async (name: string) => (await world.tables.describe(name))!.settings;

/** From now on a role may not do this. */
function deny(role: string, wanted: Partial<Authorization>) {
  world.rule = ({ principal, action, resource }) => {
    if (principal !== role || action !== wanted.action) return;
    if ((wanted.resource ?? resource) !== resource) return;
    throw new AwsError("AccessDeniedException", `may not ${action} on ${resource}`);
  };
}

describe("a restore job", () => {
  it("makes new tables only", async () => {
    expect(await restore(world, pointArn, "Category")).toMatchObject({
      Status: "FAILED",
      StatusMessage: expect.stringContaining("Table already exists: Category"),
    });
    expect((await scanAll(world, "Category")).size).toBe(5);
  });

  it("fails when the engine stops taking items, and removes the table", async () => {
    const { held, letGo } = hold(world, "BatchWriteItem");
    const { RestoreJobId } = await startRestore(world, pointArn, "Half");
    await held;
    expect(world.backup.isRestoring("Half")).toBe(true);
    await world.dynamodb.send(new DeleteTableCommand({ TableName: "Half" }));
    letGo();
    expect(await restoreOver(world, RestoreJobId!)).toMatchObject({ Status: "FAILED" });
    expect(await tables()).toEqual(["Category"]);
    expect(world.backup.isRestoring("Half")).toBe(false);
  });

  it("runs beside another one of the same recovery point", async () => {
    const jobs = await Promise.all(
      ["One", "Two", "Three"].map((name) => startRestore(world, pointArn, name)),
    );
    for (const { RestoreJobId } of jobs) {
      expect((await restoreOver(world, RestoreJobId!)).Status).toBe("COMPLETED");
    }
    expect((await scanAll(world, "Three")).size).toBe(5);
  });

  it("leaves the table to the first of two with the same target", async () => {
    const [first, second] = await Promise.all([
      startRestore(world, pointArn, "Same"),
      startRestore(world, pointArn, "Same"),
    ]);
    const outcomes = [
      await restoreOver(world, first!.RestoreJobId!),
      await restoreOver(world, second!.RestoreJobId!),
    ];
    expect(outcomes.map(({ Status }) => Status).sort()).toEqual(["COMPLETED", "FAILED"]);
    expect((await scanAll(world, "Same")).size).toBe(5);
  });

  it("is the same one for the same idempotency token", async () => {
    const once = () => start({ targetTableName: "Once" }, { IdempotencyToken: "t" });
    expect((await once()).RestoreJobId).toBe((await once()).RestoreJobId);
    await expect(start({ targetTableName: "Twice" }, { IdempotencyToken: "t" })).rejects.toMatchObject({
      name: "InvalidRequestException",
    });
  });

  it("tells everything there is to tell", async () => {
    const job = await restore(world, pointArn, "Restored");
    const { $metadata: _, ...described } = job;
    expect(described).toEqual({
      AccountId: "123456789012",
      RestoreJobId: job.RestoreJobId,
      RecoveryPointArn: pointArn,
      RecoveryPointCreationDate: expect.any(Date),
      SourceResourceArn: world.tables.arn("Category"),
      BackupVaultArn: `arn:aws:backup:us-east-1:123456789012:backup-vault:${vaultName}`,
      CreationDate: expect.any(Date),
      CompletionDate: expect.any(Date),
      Status: "COMPLETED",
      PercentDone: "100.00%",
      BackupSizeInBytes: expect.any(Number),
      IamRoleArn: restoreRole,
      CreatedResourceArn: world.tables.arn("Restored"),
      ResourceType: "DynamoDB",
      IsParent: false,
    });
    const { Metadata } = await call(world, "GetRestoreJobMetadata", { RestoreJobId: job.RestoreJobId });
    expect(Metadata).toEqual({ targetTableName: "Restored", encryptionType: "Default" });
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_HowItWorks.html#restore_settings: the
// ones to set by hand again, and deletion protection, which restore testing infers to be off.
describe("a restored table doesn't get back", () => {
  it.each([
    ["its TTL", { ttlAttribute: "expiresAt" }],
    ["its stream", { streamViewType: "NEW_IMAGE" as const }],
    ["its tags", { tags: { backup: "daily" } }],
    ["point-in-time recovery", { recoveryPeriodInDays: 35 }],
    ["deletion protection", { deletionProtection: true }],
  ])("%s", async (_, settings) => {
    world.tables.saveSettings("Category", settings);
    const { RecoveryPointArn } = await backUp(world, "Category");
    expect((await restore(world, RecoveryPointArn!, "Restored")).Status).toBe("COMPLETED");
    expect(await settingsOf("Restored")).toEqual({ createdAt: expect.any(String) });
    expect((await world.tables.describe("Restored"))!.tags).toEqual({});
  });

  // https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html#tag-on-restore
  it("its tags, however they are asked for: such a job fails", async () => {
    const metadata = { targetTableName: "Restored" };
    expect(await outcomeOf(metadata, { CopySourceTagsToRestoredResource: true })).toMatchObject({
      Status: "FAILED",
      StatusMessage: expect.stringContaining("Feature is not supported for provided resource type."),
    });
    const job = await outcomeOf(metadata, { CopySourceTagsToRestoredResource: false });
    expect(job.Status).toBe("COMPLETED");
  });
});

describe("deletion protection", () => {
  it("is on for a table that is restored with it", async () => {
    const job = await outcomeOf({ targetTableName: "Kept", deletionProtection: "true" });
    expect(job.Status).toBe("COMPLETED");
    expect(await settingsOf("Kept")).toMatchObject({ deletionProtection: true });
  });
});

describe("a restored table's key", () => {
  const keyOf = async (name: string) => (await world.tables.describe(name))!.description.SSEDescription;

  it("is DynamoDB's own for KMS without a key", async () => {
    await outcomeOf({ TARGETTABLENAME: "Encrypted", EncryptionType: "KMS" });
    expect(await keyOf("Encrypted")).toMatchObject({
      Status: "ENABLED",
      KMSMasterKeyArn: world.kms.keyArn("alias/aws/dynamodb"),
    });
  });

  it("is the source's without a word on it", async () => {
    const kmsKeyArn = await makeKey(world);
    world.tables.saveSettings("Category", { kmsKeyArn });
    const { RecoveryPointArn } = await backUp(world, "Category");
    const { RestoreMetadata } = await world.client.send(
      new GetRecoveryPointRestoreMetadataCommand({ BackupVaultName: vaultName, RecoveryPointArn }),
    );
    expect(RestoreMetadata).toEqual({
      originalTableName: "Category",
      encryptionType: "KMS",
      kmsMasterKeyArn: kmsKeyArn,
    });
    await outcomeOf({ targetTableName: "Kept" }, { RecoveryPointArn });
    expect(await settingsOf("Kept")).toMatchObject({ kmsKeyArn });
  });

  const withKey = (kmsMasterKeyArn: string) =>
    outcomeOf({ targetTableName: "New", encryptionType: "KMS", kmsMasterKeyArn });
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-troubleshooting
  const unusable =
    "The specified AWS KMS key ARN does not exist, is not enabled or you do not have permissions to access it.";

  it("has to be there", async () => {
    const arn = "arn:aws:kms:us-east-1:123456789012:key/none";
    expect(await withKey(arn)).toMatchObject({
      Status: "FAILED",
      StatusMessage: `${unusable} Key '${arn}' does not exist`,
    });
    expect(await tables()).toEqual(["Category"]);
  });

  it("has to be enabled", async () => {
    const arn = await makeKey(world, { Enabled: false });
    expect(await withKey(arn)).toMatchObject({
      Status: "FAILED",
      StatusMessage: `${unusable} ${arn} is disabled.`,
    });
  });

  it.each(["kms:DescribeKey", "kms:Encrypt", "kms:CreateGrant"])("takes %s of the role", async (action) => {
    const arn = await makeKey(world);
    deny(restoreRole, { action, resource: arn });
    expect(await withKey(arn)).toMatchObject({
      Status: "FAILED",
      StatusMessage: `Access denied to KMS key. may not ${action} on ${arn}`,
    });
  });

  it("is lent to DynamoDB only", async () => {
    const arn = await makeKey(world);
    expect((await withKey(arn)).Status).toBe("COMPLETED");
    const asked = world.authorizations.filter(({ resource }) => resource === arn);
    expect(asked.map(({ principal }) => principal)).toEqual(asked.map(() => restoreRole));
    for (const { context } of asked)
      expect(context).toMatchObject({ "kms:ViaService": "dynamodb.us-east-1.amazonaws.com" });
    expect(asked.at(-1)).toMatchObject({
      action: "kms:CreateGrant",
      context: { "kms:GrantIsForAWSResource": "true" },
    });
  });
});

describe("the role of a restore", () => {
  const target = () => world.tables.arn("Denied");

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
  it.each([
    "dynamodb:RestoreTableFromAwsBackup",
    "dynamodb:BatchWriteItem",
    "dynamodb:Query",
    "dynamodb:UpdateItem",
  ])("needs %s, and makes no table without", async (action) => {
    deny(restoreRole, { action });
    expect(await restore(world, pointArn, "Denied")).toMatchObject({
      Status: "FAILED",
      StatusMessage: `may not ${action} on ${target()}`,
    });
    expect(await tables()).toEqual(["Category"]);
  });

  it("needs kms:Decrypt on the vault's key", async () => {
    const { EncryptionKeyArn } = await call(world, "DescribeBackupVault", { BackupVaultName: vaultName });
    deny(restoreRole, { action: "kms:Decrypt", resource: EncryptionKeyArn });
    expect(await restore(world, pointArn, "Denied")).toMatchObject({
      Status: "FAILED",
      StatusMessage: `Access denied to KMS key. may not kms:Decrypt on ${EncryptionKeyArn}`,
    });
    expect(await tables()).toEqual(["Category"]);
  });

  it("needs none on AWS Backup's own key", async () => {
    await call(world, "CreateBackupVault", { BackupVaultName: "own" });
    const { RecoveryPointArn } = await backUp(world, "Category", { BackupVaultName: "own" });
    deny(restoreRole, { action: "kms:Decrypt" });
    expect((await restore(world, RecoveryPointArn!, "Restored")).Status).toBe("COMPLETED");
  });

  it("restores a backup of DynamoDB's as DynamoDB does", async () => {
    await call(world, "UpdateRegionSettings", { ResourceTypeManagementPreference: { DynamoDB: false } });
    await backUp(world, "Category");
    const { RecoveryPoints } = await call(world, "ListRecoveryPointsByBackupVault", {
      BackupVaultName: vaultName,
    });
    const native: string = RecoveryPoints.map((point: any) => point.RecoveryPointArn).find((arn: string) =>
      arn.startsWith("arn:aws:dynamodb"),
    );
    deny(restoreRole, { action: "dynamodb:RestoreTableFromBackup", resource: native });
    expect(await restore(world, native, "Denied")).toMatchObject({
      StatusMessage: `may not dynamodb:RestoreTableFromBackup on ${native}`,
    });
    deny(restoreRole, { action: "dynamodb:RestoreTableFromAwsBackup" });
    expect((await restore(world, native, "Restored")).Status).toBe("COMPLETED");
  });

  it("has to trust AWS Backup still when the job runs", async () => {
    await world.restart({
      principalOfRole: (() => {
        let asked = 0;
        return (arn: string) => {
          if (asked++ > 0) throw new Error("it is gone");
          return { arn, accountId: "123456789012", roleArn: arn };
        };
      })(),
    });
    expect(await restore(world, pointArn, "Denied")).toMatchObject({
      Status: "FAILED",
      StatusMessage: `IAM Role ${restoreRole} cannot be assumed by AWS Backup.`,
    });
  });
});

// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
describe("the role of a backup", () => {
  it.each(["kms:GenerateDataKey", "kms:Decrypt"])("needs %s on the vault's key", async (action) => {
    const { EncryptionKeyArn } = await call(world, "DescribeBackupVault", { BackupVaultName: vaultName });
    deny(backupRole, { action });
    expect(await backUp(world, "Category")).toMatchObject({
      State: "FAILED",
      StatusMessage: `KMS key is either disabled or pending deletion or access to KMS key is denied. may not ${action} on ${EncryptionKeyArn}`,
    });
  });
});

it("forgets jobs after 30 days", async () => {
  await restore(world, pointArn, "Restored");
  await world.clock.advance(new Date(world.now.getTime() + 29 * 86_400_000));
  expect((await call(world, "ListRestoreJobs")).RestoreJobs).toHaveLength(1);
  await world.clock.advance(new Date(world.now.getTime() + 31 * 86_400_000));
  expect((await call(world, "ListRestoreJobs")).RestoreJobs).toEqual([]);
  expect((await call(world, "ListBackupJobs")).BackupJobs).toEqual([]);
});
