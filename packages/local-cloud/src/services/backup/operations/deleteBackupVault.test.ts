import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backUp,
  backupOver,
  call,
  createWorld,
  hold,
  makeTable,
  startBackup,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await makeTable(world, "Category");
});
afterEach(() => world.close());

const notEmpty = {
  name: "InvalidRequestException",
  Code: "ERROR_9101",
  message: "Backup vault cannot be deleted because it contains recovery points.",
};

it("deletes a vault when it is empty, and not before", async () => {
  const { RecoveryPointArn } = await backUp(world, "Category");
  await expect(call(world, "DeleteBackupVault", { BackupVaultName })).rejects.toMatchObject(notEmpty);
  await call(world, "DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn });
  await call(world, "DeleteBackupVault", { BackupVaultName });
  expect((await call(world, "ListBackupVaults")).BackupVaultList).toEqual([]);
  expect(await readdir(join(world.dataDir, "backup", "vaults"))).toEqual([]);
  expect(world.events.at(-1)).toMatchObject({
    detail: { backupVaultName: BackupVaultName, state: "DELETED" },
  });
});

it("refuses to delete a vault that a job writes to", async () => {
  const { held, letGo } = hold(world, "Scan");
  const { BackupJobId } = await startBackup(world, "Category");
  await held;
  await expect(call(world, "DeleteBackupVault", { BackupVaultName })).rejects.toMatchObject(notEmpty);
  letGo();
  expect((await backupOver(world, BackupJobId!)).State).toBe("COMPLETED");
});
