import { afterEach, beforeEach, expect, it } from "vitest";
import { backUp, createWorld, makeTable, restore, scanAll, someItems, type World } from "./testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("restores what it backed up into a new table", async () => {
  await makeTable(world, "Category", someItems(30));
  const backup = await backUp(world, "Category");
  expect(backup).toMatchObject({ State: "COMPLETED", PercentDone: "100.0" });
  const restored = await restore(world, backup.RecoveryPointArn!, "Category-restored");
  expect(restored).toMatchObject({ Status: "COMPLETED" });
  expect(await scanAll(world, "Category-restored")).toEqual(await scanAll(world, "Category"));
});
