import { afterEach, beforeEach, expect, it } from "vitest";
import { backUp, call, createWorld, makeTable, restore, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("gives them newest first, and by every filter", async () => {
  world.now = new Date("2026-11-25T00:00:00Z");
  await makeTable(world, "Category");
  const { RecoveryPointArn } = await backUp(world, "Category");
  await restore(world, RecoveryPointArn!, "New");
  world.now = new Date("2026-11-25T01:00:00Z");
  await restore(world, RecoveryPointArn!, "New");
  const cut = new Date("2026-11-25T00:30:00Z");
  const found = async (by: Record<string, unknown> = {}) =>
    (await call(world, "ListRestoreJobs", by)).RestoreJobs.map((job: { Status: string }) => job.Status);
  expect(await found()).toEqual(["FAILED", "COMPLETED"]);
  expect(await found({ ByStatus: "FAILED" })).toEqual(["FAILED"]);
  expect(await found({ ByCreatedBefore: cut })).toEqual(["COMPLETED"]);
  expect(await found({ ByCompleteAfter: cut })).toEqual(["FAILED"]);
  expect(await found({ ByResourceType: "EFS" })).toEqual([]);
  expect(await found({ ByRestoreTestingPlanArn: "arn:any" })).toEqual([]);
  expect(await found({ ByParentJobId: "x" })).toEqual([]);
});
