import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backUp,
  call,
  createWorld,
  makeTable,
  vaultArnOf,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await makeTable(world, "Category");
});
afterEach(() => world.close());

const metadata = async () => {
  const { RecoveryPointArn } = await backUp(world, "Category");
  return call(world, "GetRecoveryPointRestoreMetadata", { BackupVaultName, RecoveryPointArn });
};

it("tells the table's name, and that AWS owns its key", async () => {
  expect(await metadata()).toMatchObject({
    BackupVaultArn: vaultArnOf(BackupVaultName),
    ResourceType: "DynamoDB",
    RestoreMetadata: { originalTableName: "Category", encryptionType: "Default" },
  });
});

it("tells the table's key", async () => {
  const kmsKeyArn = world.kms.keyArn("alias/aws/dynamodb");
  world.tables.saveSettings("Category", { kmsKeyArn });
  expect((await metadata()).RestoreMetadata).toEqual({
    originalTableName: "Category",
    encryptionType: "KMS",
    kmsMasterKeyArn: kmsKeyArn,
  });
});
