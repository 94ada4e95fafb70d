import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("has none for a vault without them", async () => {
  await expect(call(world, "GetBackupVaultNotifications", { BackupVaultName })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    Code: "ERROR_2106",
    message: `Failed reading notifications from database for Backup vault ${BackupVaultName}`,
  });
});
