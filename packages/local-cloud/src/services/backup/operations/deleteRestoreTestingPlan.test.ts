import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, makeTestingPlan, makeTestingSelection, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await makeTestingPlan(world);
});
afterEach(() => world.close());

const RestoreTestingPlanName = "weekly";
const remove = (name = RestoreTestingPlanName) =>
  call(world, "DeleteRestoreTestingPlan", { RestoreTestingPlanName: name });

it("refuses a plan with selections, and deletes it without", async () => {
  await makeTestingSelection(world);
  await expect(remove()).rejects.toMatchObject({ name: "InvalidRequestException" });
  const { $metadata } = await call(world, "DeleteRestoreTestingSelection", {
    RestoreTestingPlanName,
    RestoreTestingSelectionName: "tables",
  });
  expect($metadata.httpStatusCode).toBe(204);
  expect((await remove()).$metadata.httpStatusCode).toBe(204);
  await world.crash();
  expect((await call(world, "ListRestoreTestingPlans")).RestoreTestingPlans).toEqual([]);
});

it("refuses a plan that isn't there", async () => {
  await expect(remove("other")).rejects.toMatchObject({ name: "InvalidRequestException" });
});
