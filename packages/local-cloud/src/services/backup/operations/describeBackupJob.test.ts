import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backUp,
  backupRole,
  call,
  createWorld,
  makeTable,
  someItems,
  vaultArnOf,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("tells all of a job", async () => {
  world.now = new Date("2026-11-25T00:00:00Z");
  await makeTable(world, "Category", someItems(2));
  const { BackupJobId } = await backUp(world, "Category", { Lifecycle: { DeleteAfterDays: 7 } });
  const { $metadata: _, ...job } = await call(world, "DescribeBackupJob", { BackupJobId });
  expect(job).toEqual({
    AccountId: "123456789012",
    BackupJobId,
    BackupVaultName,
    BackupVaultArn: vaultArnOf(BackupVaultName),
    VaultType: "BACKUP_VAULT",
    VaultLockState: "UNLOCKED",
    RecoveryPointArn: expect.stringMatching(/:recovery-point:/),
    RecoveryPointLifecycle: { DeleteAfterDays: 7 },
    EncryptionKeyArn: expect.stringMatching(/:key\//),
    IsEncrypted: true,
    ResourceArn: world.tables.arn("Category"),
    ResourceName: "Category",
    ResourceType: "DynamoDB",
    CreationDate: world.now,
    InitiationDate: world.now,
    CompletionDate: world.now,
    StartBy: new Date("2026-11-25T08:00:00Z"),
    State: "COMPLETED",
    PercentDone: "100.0",
    BackupSizeInBytes: expect.any(Number),
    BytesTransferred: expect.any(Number),
    IamRoleArn: backupRole,
    IsParent: false,
    MessageCategory: "SUCCESS",
  });
});

it("refuses a job that isn't there", async () => {
  await expect(call(world, "DescribeBackupJob", { BackupJobId: "none" })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
