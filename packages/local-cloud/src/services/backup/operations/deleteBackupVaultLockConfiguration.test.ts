import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("takes a lock off as long as it can be changed", async () => {
  await call(world, "PutBackupVaultLockConfiguration", {
    BackupVaultName,
    MinRetentionDays: 1,
    ChangeableForDays: 3,
  });
  await call(world, "DeleteBackupVaultLockConfiguration", { BackupVaultName });
  const vault = await call(world, "DescribeBackupVault", { BackupVaultName });
  expect(vault).toMatchObject({ Locked: false });
  expect(vault.MinRetentionDays).toBeUndefined();
  expect(world.events.at(-1)!.detail).toMatchObject({ state: "MODIFIED", isLocked: "false" });
});
