import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("refuses a job that isn't there", async () => {
  await expect(call(world, "DescribeCopyJob", { CopyJobId: "none" })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Could not find copy job none",
  });
});
