import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, makeTestingPlan, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-22T04:00:00Z");
  await world.restart();
  await makeTestingPlan(world, { ScheduleExpressionTimezone: "Europe/Berlin" });
});
afterEach(() => world.close());

const RestoreTestingPlanName = "weekly";
const get = async () =>
  (await call(world, "GetRestoreTestingPlan", { RestoreTestingPlanName })).RestoreTestingPlan;

it("changes what is given, and the time of the next run with it", async () => {
  const before = await get();
  expect(world.clock.nextDue()).toEqual(new Date("2026-11-23T04:00:00Z"));
  const { $metadata: _, ...answer } = await call(world, "UpdateRestoreTestingPlan", {
    RestoreTestingPlanName,
    RestoreTestingPlan: { ScheduleExpression: "cron(30 6 ? * * *)" },
  });
  const { RestoreTestingPlanArn, CreationTime } = before;
  const UpdateTime = expect.any(Date);
  expect(answer).toEqual({ RestoreTestingPlanName, RestoreTestingPlanArn, CreationTime, UpdateTime });
  expect(await get()).toEqual({
    ...before,
    ScheduleExpression: "cron(30 6 ? * * *)",
    LastUpdateTime: answer.UpdateTime,
  });
  expect(world.clock.nextDue()).toEqual(new Date("2026-11-22T05:30:00Z"));
});

it("refuses what can't work, and changes nothing", async () => {
  const before = await get();
  const RestoreTestingPlan = { StartWindowHours: 0 };
  await expect(
    call(world, "UpdateRestoreTestingPlan", { RestoreTestingPlanName, RestoreTestingPlan }),
  ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  expect(await get()).toEqual(before);
});
