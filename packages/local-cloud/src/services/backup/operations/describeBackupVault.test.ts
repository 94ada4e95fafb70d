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

it("tells a vault's key, its lock and the number of its points", async () => {
  await makeTable(world, "Category");
  await backUp(world, "Category");
  expect(await call(world, "DescribeBackupVault", { BackupVaultName })).toMatchObject({
    BackupVaultArn: `arn:aws:backup:us-east-1:123456789012:backup-vault:${BackupVaultName}`,
    NumberOfRecoveryPoints: 1,
    EncryptionKeyArn: expect.stringMatching(/^arn:aws:kms:us-east-1:123456789012:key\//),
    Locked: false,
    CreationDate: expect.any(Date),
  });
});

it.each([{ BackupVaultName: "none" }, { BackupVaultName, BackupVaultAccountId: "210987654321" }])(
  "says of %j, which isn't there, that it may not be seen",
  async (input) => {
    await expect(call(world, "DescribeBackupVault", input)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("Insufficient privileges to perform this action."),
    });
  },
);
