import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("gives DynamoDB: there are no other resources", async () => {
  expect(await call(world, "GetSupportedResourceTypes")).toMatchObject({ ResourceTypes: ["DynamoDB"] });
});
