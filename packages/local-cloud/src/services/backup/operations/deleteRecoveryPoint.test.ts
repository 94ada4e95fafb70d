import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backUp,
  call,
  createWorld,
  hold,
  makeTable,
  restoreOver,
  someItems,
  startRestore,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await makeTable(world, "Category", someItems(2));
});
afterEach(() => world.close());

it("refuses to delete a point that is being restored, and deletes it afterwards", async () => {
  const { RecoveryPointArn } = await backUp(world, "Category");
  const { held, letGo } = hold(world, "BatchWriteItem");
  const { RestoreJobId } = await startRestore(world, RecoveryPointArn!, "New");
  await held;
  const remove = () => call(world, "DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn });
  await expect(remove()).rejects.toMatchObject({ name: "InvalidResourceStateException" });
  letGo();
  expect((await restoreOver(world, RestoreJobId!)).Status).toBe("COMPLETED");
  await remove();
  expect((await call(world, "DescribeBackupVault", { BackupVaultName })).NumberOfRecoveryPoints).toBe(0);
  await expect(remove()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

it("refuses to delete a point of a locked vault", async () => {
  const { RecoveryPointArn } = await backUp(world, "Category");
  await call(world, "PutBackupVaultLockConfiguration", { BackupVaultName, MinRetentionDays: 1 });
  await expect(
    call(world, "DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn }),
  ).rejects.toMatchObject({
    name: "InvalidRequestException",
    message: expect.stringContaining(`Backup vault ${BackupVaultName} is locked`),
  });
});
