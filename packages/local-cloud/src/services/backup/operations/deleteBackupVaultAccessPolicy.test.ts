import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("takes the policy away, and does nothing where there is none", async () => {
  const Policy =
    '{"Version":"2012-10-17", "Statement":[{"Effect":"Deny", "Principal":"*", "Action":"backup:DeleteBackupVault", "Resource":"*"}]}';
  await call(world, "PutBackupVaultAccessPolicy", { BackupVaultName, Policy });
  await call(world, "DeleteBackupVaultAccessPolicy", { BackupVaultName });
  await call(world, "DeleteBackupVaultAccessPolicy", { BackupVaultName });
  await expect(call(world, "GetBackupVaultAccessPolicy", { BackupVaultName })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
