import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("switches DynamoDB's advanced features off and on, across a crash", async () => {
  expect(await call(world, "DescribeRegionSettings")).toMatchObject({
    ResourceTypeOptInPreference: { DynamoDB: true },
    ResourceTypeManagementPreference: { DynamoDB: true },
  });
  await call(world, "UpdateRegionSettings", { ResourceTypeManagementPreference: { DynamoDB: false } });
  await world.crash();
  expect(await call(world, "DescribeRegionSettings")).toMatchObject({
    ResourceTypeOptInPreference: { DynamoDB: true },
    ResourceTypeManagementPreference: { DynamoDB: false },
  });
});

it("tells EventBridge what changed", async () => {
  world.now = new Date("2026-11-25T00:00:00Z");
  await call(world, "UpdateRegionSettings", { ResourceTypeOptInPreference: { DynamoDB: false } });
  expect(world.events).toEqual([
    {
      source: "aws.backup",
      "detail-type": "Region Setting State Change",
      resources: [],
      detail: {
        modifiedAt: "2026-11-25T00:00:00.000Z",
        ResourceTypeOptInPreference: { DynamoDB: false },
        state: "MODIFIED",
      },
    },
  ]);
});

it.each([
  [{}, "MissingParameterValueException", "ResourceTypeOptInPreference or ResourceTypeManagementPreference"],
  [
    { ResourceTypeOptInPreference: { EBS: true } },
    "InvalidParameterValueException",
    "Unsupported resource type: EBS.",
  ],
])("refuses %j", async (input, name, message) => {
  await expect(call(world, "UpdateRegionSettings", input)).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message),
  });
});
