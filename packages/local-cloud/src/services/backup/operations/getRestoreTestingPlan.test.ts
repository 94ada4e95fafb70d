import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, makeTestingPlan, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const get = async (RestoreTestingPlanName: string) =>
  (await call(world, "GetRestoreTestingPlan", { RestoreTestingPlanName })).RestoreTestingPlan;

it("gives all of a plan", async () => {
  const given = {
    ScheduleExpression: "cron(15 3 ? * MON *)",
    ScheduleExpressionTimezone: "Europe/Berlin",
    StartWindowHours: 168,
    RecoveryPointSelection: {
      Algorithm: "RANDOM_WITHIN_WINDOW",
      RecoveryPointTypes: ["SNAPSHOT", "CONTINUOUS"],
      IncludeVaults: ["arn:aws:backup:*:*:backup-vault:a-*"],
      ExcludeVaults: ["arn:aws:backup:us-east-1:123456789012:backup-vault:a-b"],
      SelectionWindowDays: 365,
    },
  };
  const { RestoreTestingPlanArn, CreationTime } = await makeTestingPlan(world, given);
  expect(await get("weekly")).toEqual({
    ...given,
    RestoreTestingPlanName: "weekly",
    RestoreTestingPlanArn,
    CreationTime,
  });
});

it("refuses a plan that isn't there", async () => {
  await expect(get("weekly")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
