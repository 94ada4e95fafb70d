import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const create = (more: Record<string, unknown> = {}) =>
  call(world, "CreateBackupVault", { BackupVaultName: "new", ...more });

it("makes a vault with AWS Backup's own key", async () => {
  expect(await create()).toMatchObject({
    BackupVaultName: "new",
    BackupVaultArn: "arn:aws:backup:us-east-1:123456789012:backup-vault:new",
    CreationDate: world.now,
  });
  const vault = await call(world, "DescribeBackupVault", { BackupVaultName: "new" });
  expect(vault).toMatchObject({
    VaultType: "BACKUP_VAULT",
    VaultState: "AVAILABLE",
    EncryptionKeyArn: world.kms.keyArn("alias/aws/backup"),
    Locked: false,
    NumberOfRecoveryPoints: 0,
  });
  expect(vault.EncryptionKeyType).toBeUndefined();
});

it("makes a vault with a customer's key and tags, asked for with both", async () => {
  const { EncryptionKeyArn } = await call(world, "DescribeBackupVault", { BackupVaultName });
  world.authorizations.length = 0;
  const { BackupVaultArn } = await create({ EncryptionKeyArn, BackupVaultTags: { team: "ops" } });
  expect(world.authorizations).toMatchObject([
    {
      action: "backup:CreateBackupVault",
      resource: BackupVaultArn,
      context: { "aws:RequestTag/team": "ops", "aws:TagKeys": ["team"] },
    },
    {
      action: "backup:TagResource",
      resource: BackupVaultArn,
      context: { "aws:RequestTag/team": "ops", "aws:TagKeys": ["team"] },
    },
  ]);
  expect(await call(world, "DescribeBackupVault", { BackupVaultName: "new" })).toMatchObject({
    EncryptionKeyArn,
    EncryptionKeyType: "CUSTOMER_MANAGED_KMS_KEY",
  });
  expect(await call(world, "ListTags", { ResourceArn: BackupVaultArn })).toMatchObject({
    Tags: { team: "ops" },
  });
});

it("gives the same vault again for the same request, and refuses another of that name", async () => {
  const first = await create({ CreatorRequestId: "once" });
  world.now = new Date(world.now.getTime() + 1000);
  expect(await create({ CreatorRequestId: "once" })).toMatchObject({ CreationDate: first.CreationDate });
  for (const more of [{}, { CreatorRequestId: "twice" }]) {
    await expect(create(more)).rejects.toMatchObject({
      name: "AlreadyExistsException",
      message: "Backup vault with the same name already exists",
      Arn: first.BackupVaultArn,
      CreatorRequestId: "once",
    });
  }
});

it("tells EventBridge", async () => {
  const { BackupVaultArn } = await create();
  expect(world.events).toEqual([
    {
      source: "aws.backup",
      "detail-type": "Backup Vault State Change",
      resources: [BackupVaultArn],
      detail: { backupVaultName: "new", state: "CREATED" },
    },
  ]);
});

it("takes 300 vaults and no more", async () => {
  for (let count = 1; count < 300; count++) await create({ BackupVaultName: `vault-${count}` });
  await expect(create()).rejects.toMatchObject({ name: "LimitExceededException" });
});

it.each([
  [{ BackupVaultName: "a b" }, "Backup vault name a b is not valid"],
  [{ BackupVaultName: "a" }, "Backup vault name a is not valid"],
  [{ EncryptionKeyArn: "alias/none" }, "EncryptionKeyArn can't be used: Alias"],
  [{ BackupVaultTags: { "aws:a": "b" } }, 'The tag key "aws:a" isn\'t valid'],
  [{ CreatorRequestId: "a b" }, "CreatorRequestId: it has to be 1 to 50 letters"],
])("refuses %j", async (more, message) => {
  await expect(create(more)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining(message),
  });
});
