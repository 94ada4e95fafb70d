import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeGlobalSettings.html
it("refuses an account that is in no organization", async () => {
  await expect(call(world, "DescribeGlobalSettings", {})).rejects.toMatchObject({
    name: "InvalidRequestException",
    message: expect.stringContaining("isn't a member of an organization"),
  });
});
