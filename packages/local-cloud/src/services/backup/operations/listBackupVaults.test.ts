import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

type Listed = { BackupVaultName: string };
const list = (by: Record<string, unknown> = {}) => call(world, "ListBackupVaults", by);

it("gives page by page what DescribeBackupVault gives", async () => {
  for (const name of ["one", "two"]) await call(world, "CreateBackupVault", { BackupVaultName: name });
  const first = await list({ MaxResults: 2 });
  const second = await list({ MaxResults: 2, NextToken: first.NextToken });
  expect(second.NextToken).toBeUndefined();
  const vaults = [...first.BackupVaultList, ...second.BackupVaultList];
  expect(vaults.map((vault: Listed) => vault.BackupVaultName)).toEqual([BackupVaultName, "one", "two"]);
  const { $metadata: _, ...described } = await call(world, "DescribeBackupVault", { BackupVaultName });
  expect(vaults[0]).toEqual(described);
});

it("has no vaults that others share", async () => {
  expect((await list({ ByShared: true })).BackupVaultList).toEqual([]);
  expect((await list({ ByShared: false })).BackupVaultList).toHaveLength(1);
});
