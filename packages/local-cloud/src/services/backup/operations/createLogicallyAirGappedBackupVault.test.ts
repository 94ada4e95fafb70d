import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const airGapped = "air-gapped";
const create = (more: Record<string, unknown> = {}) =>
  call(world, "CreateLogicallyAirGappedBackupVault", {
    BackupVaultName: airGapped,
    MinRetentionDays: 7,
    MaxRetentionDays: 35,
    ...more,
  });

it("makes a vault under a compliance lock, with a key that AWS owns", async () => {
  expect(await create()).toMatchObject({ VaultState: "CREATING", CreationDate: world.now });
  expect(await call(world, "DescribeBackupVault", { BackupVaultName: airGapped })).toMatchObject({
    VaultType: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
    VaultState: "AVAILABLE",
    Locked: true,
    MinRetentionDays: 7,
    MaxRetentionDays: 35,
    LockDate: world.now,
    EncryptionKeyType: "AWS_OWNED_KMS_KEY",
  });
});

it("is listed by its type", async () => {
  await create();
  const names = async (ByVaultType: string) =>
    (await call(world, "ListBackupVaults", { ByVaultType })).BackupVaultList.map(
      (vault: { BackupVaultName: string }) => vault.BackupVaultName,
    );
  expect(await names("LOGICALLY_AIR_GAPPED_BACKUP_VAULT")).toEqual([airGapped]);
  expect(await names("BACKUP_VAULT")).toEqual([BackupVaultName]);
});

it("makes a vault whose lock nobody changes or deletes", async () => {
  await create();
  for (const name of ["PutBackupVaultLockConfiguration", "DeleteBackupVaultLockConfiguration"]) {
    await expect(call(world, name, { BackupVaultName: airGapped })).rejects.toMatchObject({
      name: "InvalidRequestException",
    });
  }
});

it("is asked for with the days it is to keep points", async () => {
  world.authorizations.length = 0;
  await create();
  expect(world.authorizations[0]!.context).toEqual({
    "backup:MinRetentionDays": "7",
    "backup:MaxRetentionDays": "35",
  });
});

it.each([
  [{ MinRetentionDays: undefined }, "MissingParameterValueException", "MinRetentionDays is required."],
  [{ MaxRetentionDays: undefined }, "MissingParameterValueException", "MaxRetentionDays is required."],
  [{ MinRetentionDays: 6 }, "InvalidParameterValueException", "MinRetentionDays is 6; it has to be from 7"],
  [{ MinRetentionDays: 36 }, "InvalidParameterValueException", "MinRetentionDays (36) is more than"],
  [{ BackupVaultName }, "AlreadyExistsException", "Backup vault with the same name already exists"],
])("refuses %j", async (more, name, message) => {
  await expect(create(more)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
});
