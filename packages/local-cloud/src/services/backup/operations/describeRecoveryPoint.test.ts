import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backUp,
  call,
  createWorld,
  makeTable,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it.each([
  [{ RecoveryPointArn: "arn:none" }, "ResourceNotFoundException"],
  [{ BackupVaultName: "other" }, "ResourceNotFoundException"],
  [{ BackupVaultName: "none" }, "AccessDeniedException"],
  [{ BackupVaultAccountId: "210987654321" }, "AccessDeniedException"],
])("refuses %j", async (input, name) => {
  await call(world, "CreateBackupVault", { BackupVaultName: "other" });
  await makeTable(world, "Category");
  const { RecoveryPointArn } = await backUp(world, "Category");
  await expect(
    call(world, "DescribeRecoveryPoint", { BackupVaultName, RecoveryPointArn, ...input }),
  ).rejects.toMatchObject({ name });
});
