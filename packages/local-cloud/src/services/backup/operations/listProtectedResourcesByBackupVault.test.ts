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
});
afterEach(() => world.close());

const list = async (vault: string) =>
  (await call(world, "ListProtectedResourcesByBackupVault", { BackupVaultName: vault })).Results;

it("gives the tables that have a point in the vault, with their newest one there", async () => {
  await call(world, "CreateBackupVault", { BackupVaultName: "other" });
  for (const table of ["Category", "Item"]) await makeTable(world, table);
  const there = (await backUp(world, "Category", { BackupVaultName: "other" })).RecoveryPointArn;
  await backUp(world, "Category");
  await backUp(world, "Item");
  expect(await list("other")).toMatchObject([
    { ResourceName: "Category", LastRecoveryPointArn: there, LastBackupVaultArn: vaultArnOf("other") },
  ]);
  expect(await list(BackupVaultName)).toHaveLength(2);
});

it("refuses a vault that isn't there", async () => {
  await expect(list("none")).rejects.toMatchObject({ name: "AccessDeniedException" });
});
