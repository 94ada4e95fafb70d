import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("takes them away, and does nothing where there are none", async () => {
  await call(world, "PutBackupVaultNotifications", {
    BackupVaultName,
    SNSTopicArn: "arn:aws:sns:us-east-1:123456789012:backups",
    BackupVaultEvents: ["BACKUP_JOB_COMPLETED"],
  });
  await call(world, "DeleteBackupVaultNotifications", { BackupVaultName });
  await call(world, "DeleteBackupVaultNotifications", { BackupVaultName });
  await expect(call(world, "GetBackupVaultNotifications", { BackupVaultName })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
