import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backUp,
  call,
  createWorld,
  makeTable,
  makeVault,
  someItems,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-25T00:00:00Z");
  await makeTable(world, "Category", someItems(2));
  await makeTable(world, "Item");
});
afterEach(() => world.close());

const hours = (count: number) => new Date(Date.parse("2026-11-25T00:00:00Z") + count * 3_600_000);

async function backUpAt(hour: number, table: string, vault = BackupVaultName): Promise<string> {
  world.now = hours(hour);
  return (await backUp(world, table, { BackupVaultName: vault })).RecoveryPointArn!;
}

it("tells each table's newest point, of all vaults and of one", async () => {
  await makeVault(world, { BackupVaultName: "other" });
  const first = await backUpAt(1, "Category");
  const item = await backUpAt(2, "Item");
  const newest = await backUpAt(3, "Category", "other");
  const all = (await call(world, "ListProtectedResources")).Results;
  const entry = (table: string, LastRecoveryPointArn: string, hour: number, vault: string) => ({
    ResourceArn: world.tables.arn(table),
    ResourceName: table,
    ResourceType: "DynamoDB",
    LastBackupTime: hours(hour),
    LastBackupVaultArn: `arn:aws:backup:us-east-1:123456789012:backup-vault:${vault}`,
    LastRecoveryPointArn,
  });
  expect(all).toHaveLength(2);
  expect(all).toEqual(
    expect.arrayContaining([entry("Category", newest, 3, "other"), entry("Item", item, 2, BackupVaultName)]),
  );
  const ofVault = await call(world, "ListProtectedResourcesByBackupVault", { BackupVaultName });
  expect(ofVault.Results).toEqual(
    expect.arrayContaining([
      entry("Category", first, 1, BackupVaultName),
      entry("Item", item, 2, BackupVaultName),
    ]),
  );
});

it("gives them page by page", async () => {
  for (const table of ["Category", "Item"]) await backUpAt(1, table);
  for (const [name, input] of [
    ["ListProtectedResources", {}],
    ["ListProtectedResourcesByBackupVault", { BackupVaultName }],
  ] as const) {
    const { Results, NextToken } = await call(world, name, { ...input, MaxResults: 1 });
    const rest = await call(world, name, { ...input, MaxResults: 1, NextToken });
    expect(new Set([...Results, ...rest.Results].map((one) => one.ResourceName))).toEqual(
      new Set(["Category", "Item"]),
    );
    expect(rest.NextToken).toBeUndefined();
  }
});
