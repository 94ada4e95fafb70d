import { afterEach, beforeEach, expect, it } from "vitest";
import { backUp, call, copy, createWorld, makeTable, vaultArnOf, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-25T00:00:00Z");
  await call(world, "CreateBackupVault", { BackupVaultName: "other" });
});
afterEach(() => world.close());

it("gives them page by page, newest first, and by every filter", async () => {
  const points: Record<string, string> = {};
  for (const [hour, table] of ["Category", "Item", "Order"].entries()) {
    world.now = new Date(Date.UTC(2026, 10, 25, hour));
    await makeTable(world, table);
    points[table] = (await backUp(world, table)).RecoveryPointArn!;
    await copy(world, points[table], table === "Item" ? "none" : "other");
  }
  const names = async (by: Record<string, unknown> = {}) =>
    (await call(world, "ListCopyJobs", by)).CopyJobs.map((job: { ResourceName: string }) => job.ResourceName);
  const cut = new Date("2026-11-25T00:30:00Z");
  expect(await names()).toEqual(["Order", "Item", "Category"]);
  expect(await names({ ByState: "FAILED" })).toEqual(["Item"]);
  expect(await names({ ByMessageCategory: "SUCCESS" })).toEqual(["Order", "Category"]);
  expect(await names({ ByResourceArn: world.tables.arn("Order") })).toEqual(["Order"]);
  expect(await names({ BySourceRecoveryPointArn: points.Category })).toEqual(["Category"]);
  expect(await names({ ByDestinationVaultArn: vaultArnOf("none") })).toEqual(["Item"]);
  expect(await names({ ByCreatedAfter: cut })).toEqual(["Order", "Item"]);
  expect(await names({ ByCompleteBefore: cut })).toEqual(["Category"]);
  expect(await names({ ByResourceType: "EFS" })).toEqual([]);
  expect(await names({ ByAccountId: "210987654321" })).toEqual([]);
  expect(await names({ ByParentJobId: "x" })).toEqual([]);
  const first = await call(world, "ListCopyJobs", { MaxResults: 2 });
  expect(await names({ MaxResults: 2, NextToken: first.NextToken })).toEqual(["Category"]);
});
