import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backupOver,
  call,
  createWorld,
  hold,
  makeTable,
  someItems,
  startBackup,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("ends a job, which leaves no recovery point", async () => {
  await makeTable(world, "Category", someItems(2));
  const { held, letGo } = hold(world, "Scan");
  const { BackupJobId, RecoveryPointArn } = await startBackup(world, "Category");
  await held;
  await call(world, "StopBackupJob", { BackupJobId });
  letGo();
  expect(await backupOver(world, BackupJobId!)).toMatchObject({ State: "ABORTED" });
  await expect(
    call(world, "DescribeRecoveryPoint", { BackupVaultName, RecoveryPointArn }),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  expect(await readdir(join(world.dataDir, "backup", "vaults", BackupVaultName))).toEqual(["vault.json"]);
  await expect(call(world, "StopBackupJob", { BackupJobId })).rejects.toMatchObject({
    name: "InvalidRequestException",
    message: `Backup job ${BackupJobId} is ABORTED: only one that isn't over can be stopped.`,
  });
});
