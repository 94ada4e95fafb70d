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

it("lists its restore jobs, by status and by the age of their points", async () => {
  const old = await backUpAt(1, "Category");
  const young = await backUpAt(3, "Category");
  await restore(world, old, "FromOld");
  await restore(world, young, "FromYoung");
  await restore(world, young, "Item");
  const list = async (by: Record<string, unknown> = {}) =>
    (
      await call(world, "ListRestoreJobsByProtectedResource", {
        ResourceArn: world.tables.arn("Category"),
        ...by,
      })
    ).RestoreJobs.map(
      (job: { CreatedResourceArn?: string; Status: string }) => job.CreatedResourceArn ?? job.Status,
    );
  const arn = (table: string) => world.tables.arn(table);
  expect(new Set(await list())).toEqual(new Set([arn("FromOld"), arn("FromYoung"), "FAILED"]));
  expect(await list({ ByStatus: "FAILED" })).toEqual(["FAILED"]);
  expect(await list({ ByRecoveryPointCreationDateBefore: hours(2) })).toEqual([arn("FromOld")]);
  expect(await list({ ByRecoveryPointCreationDateAfter: hours(2), ByStatus: "COMPLETED" })).toEqual([
    arn("FromYoung"),
  ]);
  expect(await list({ ResourceArn: arn("Item") })).toEqual([]);
});
