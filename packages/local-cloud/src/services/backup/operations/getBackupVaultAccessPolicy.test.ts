import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("gives the policy as it was put", async () => {
  const Policy =
    '{"Version":"2012-10-17", "Statement":[{"Effect":"Deny", "Principal":"*", "Action":"backup:DeleteBackupVault", "Resource":"*"}]}';
  await call(world, "PutBackupVaultAccessPolicy", { BackupVaultName, Policy });
  expect(await call(world, "GetBackupVaultAccessPolicy", { BackupVaultName })).toMatchObject({
    BackupVaultName,
    BackupVaultArn: `arn:aws:backup:us-east-1:123456789012:backup-vault:${BackupVaultName}`,
    Policy,
  });
});

it("has none for a vault without one", async () => {
  await expect(call(world, "GetBackupVaultAccessPolicy", { BackupVaultName })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: `Backup Vault arn:aws:backup:us-east-1:123456789012:backup-vault:${BackupVaultName} has no associated POLICY`,
  });
});
