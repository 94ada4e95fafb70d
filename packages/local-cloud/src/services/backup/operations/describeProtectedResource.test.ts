import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backUp,
  call,
  createWorld,
  makeTable,
  restore,
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

it("describes one, with its newest restore", async () => {
  const point = await backUpAt(1, "Category");
  world.now = hours(2);
  await restore(world, point, "New");
  const ResourceArn = world.tables.arn("Category");
  expect(await call(world, "DescribeProtectedResource", { ResourceArn })).toMatchObject({
    LastRecoveryPointArn: point,
    LatestRestoreRecoveryPointCreationDate: hours(1),
    LatestRestoreJobCreationDate: hours(2),
    LatestRestoreExecutionTimeMinutes: 0,
  });
  await expect(
    call(world, "DescribeProtectedResource", { ResourceArn: world.tables.arn("New") }),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
