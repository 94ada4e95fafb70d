import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, makeTestingPlan, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("gives plans page by page", async () => {
  const names = ["one", "two", "three"];
  for (const RestoreTestingPlanName of names) await makeTestingPlan(world, { RestoreTestingPlanName });
  const first = await call(world, "ListRestoreTestingPlans", { MaxResults: 2 });
  const second = await call(world, "ListRestoreTestingPlans", { NextToken: first.NextToken });
  const plans = [...first.RestoreTestingPlans, ...second.RestoreTestingPlans];
  expect(second.NextToken).toBeUndefined();
  expect(plans.map(({ RestoreTestingPlanName }) => RestoreTestingPlanName)).toEqual(names);
  expect(plans[0]).toEqual({
    RestoreTestingPlanName: "one",
    RestoreTestingPlanArn: expect.stringContaining(":restore-testing-plan:one-"),
    CreationTime: expect.any(Date),
    ScheduleExpression: "cron(0 5 ? * * *)",
    StartWindowHours: 1,
  });
});
