import { afterEach, beforeEach, expect, it } from "vitest";
import {
  backUp,
  call,
  createWorld,
  makeTable,
  makeTestingPlan,
  makeTestingSelection,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-22T04:00:00Z");
  await world.restart();
  await makeTestingPlan(world);
  await makeTestingSelection(world);
});
afterEach(() => world.close());

const names = { RestoreTestingPlanName: "weekly", RestoreTestingSelectionName: "tables" };
const remove = () => call(world, "DeleteRestoreTestingSelection", names);

it("takes a selection from its plan, with its tests that haven't begun", async () => {
  await makeTable(world, "Category");
  await backUp(world, "Category");
  world.random = 0.5;
  await world.clock.advance(new Date("2026-11-22T05:00:00Z"));
  expect(world.clock.due()).toHaveLength(2);
  await remove();
  expect(world.clock.due()).toHaveLength(1);
  await world.clock.advance(new Date("2026-11-22T06:00:00Z"));
  expect((await call(world, "ListRestoreJobs")).RestoreJobs).toEqual([]);
});

it("refuses a selection that isn't there", async () => {
  await remove();
  await expect(remove()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
