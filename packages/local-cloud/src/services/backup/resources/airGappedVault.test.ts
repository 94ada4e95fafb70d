import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, vaultArnOf, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-25T00:00:00Z");
});
afterEach(() => world.close());

const make = (properties: Record<string, unknown> = {}) =>
  world.backup.resources["AWS::Backup::LogicallyAirGappedBackupVault"]!({
    stackName: "test-Backup",
    logicalId: "AirGapped",
    type: "AWS::Backup::LogicallyAirGappedBackupVault",
    physicalId: "unused",
    properties: { BackupVaultName: "air-gapped", MinRetentionDays: 7, MaxRetentionDays: 35, ...properties },
  });
const describeVault = () => call(world, "DescribeBackupVault", { BackupVaultName: "air-gapped" });

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-backup-logicallyairgappedbackupvault.html
it("gives its name, its ARN, its key and what it is", async () => {
  expect(await make()).toEqual({
    ref: "air-gapped",
    attributes: {
      BackupVaultArn: vaultArnOf("air-gapped"),
      EncryptionKeyArn: (await describeVault()).EncryptionKeyArn,
      VaultState: "AVAILABLE",
      VaultType: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
    },
  });
  expect(await describeVault()).toMatchObject({ Locked: true, LockDate: world.now, MaxRetentionDays: 35 });
});

it("keeps its lock whatever the template says later", async () => {
  await make();
  world.now = new Date("2026-11-26T00:00:00Z");
  await make({ MaxRetentionDays: 100, BackupVaultTags: { team: "a" } });
  expect(await describeVault()).toMatchObject({
    MaxRetentionDays: 35,
    LockDate: new Date("2026-11-25T00:00:00Z"),
  });
  expect((await call(world, "ListTags", { ResourceArn: vaultArnOf("air-gapped") })).Tags).toEqual({
    team: "a",
  });
});

it.each([
  [{ MinRetentionDays: 6 }, "MinRetentionDays is 6; it has to be from 7 to 36500."],
  [{ MaxRetentionDays: 6 }, "MinRetentionDays (7) is more than its MaxRetentionDays (6)"],
  [{ BackupVaultName: "a b" }, "Backup vault name a b is not valid"],
])("refuses %j", async (properties, message) => {
  await expect(make(properties)).rejects.toThrow(message);
});
