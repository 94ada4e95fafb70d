import { afterEach, beforeEach, expect, it } from "vitest";
import { backUp, call, createWorld, makeTable, vaultName, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("gives them newest first, and by every filter", async () => {
  world.now = new Date("2026-11-25T00:00:00Z");
  await makeTable(world, "Category");
  await backUp(world, "Category");
  world.now = new Date("2026-11-25T01:00:00Z");
  await makeTable(world, "Item");
  await backUp(world, "Item");
  const cut = new Date("2026-11-25T00:30:00Z");
  const names = async (by: Record<string, unknown> = {}) =>
    (await call(world, "ListBackupJobs", by)).BackupJobs.map(
      (job: { ResourceName: string }) => job.ResourceName,
    );
  expect(await names()).toEqual(["Item", "Category"]);
  expect(await names({ ByResourceArn: world.tables.arn("Item") })).toEqual(["Item"]);
  expect(await names({ ByCreatedBefore: cut })).toEqual(["Category"]);
  expect(await names({ ByCreatedAfter: cut })).toEqual(["Item"]);
  expect(await names({ ByCompleteBefore: cut })).toEqual(["Category"]);
  expect(await names({ ByCompleteAfter: cut })).toEqual(["Item"]);
  expect(await names({ ByState: "COMPLETED", ByMessageCategory: "SUCCESS" })).toEqual(["Item", "Category"]);
  expect(await names({ ByState: "FAILED" })).toEqual([]);
  expect(await names({ ByBackupVaultName: vaultName, ByAccountId: "*" })).toEqual(["Item", "Category"]);
  expect(await names({ ByBackupVaultName: "other" })).toEqual([]);
  expect(await names({ ByResourceType: "EFS" })).toEqual([]);
  expect(await names({ ByAccountId: "210987654321" })).toEqual([]);
  expect(await names({ ByParentJobId: "x" })).toEqual([]);
});

it.each([0, 1001])("refuses pages of %d", async (MaxResults) => {
  await expect(call(world, "ListBackupJobs", { MaxResults })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: "MaxResults: it has to be from 1 to 1000",
  });
});

it("refuses a token that no list gave", async () => {
  await expect(call(world, "ListBackupJobs", { NextToken: "bogus" })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  });
});
