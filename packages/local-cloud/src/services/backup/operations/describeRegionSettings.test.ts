import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

// https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
it("says that advanced features for DynamoDB are on, as for every account of today", async () => {
  expect(await call(world, "DescribeRegionSettings")).toMatchObject({
    ResourceTypeOptInPreference: { DynamoDB: true },
    ResourceTypeManagementPreference: { DynamoDB: true },
  });
});
