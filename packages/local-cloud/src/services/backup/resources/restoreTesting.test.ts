import { afterEach, beforeEach, expect, it } from "vitest";
import {
  backUp,
  call,
  createWorld,
  makeTable,
  testingPlanOf,
  testingSelectionOf,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-22T04:00:00Z");
  await world.restart();
});
afterEach(() => world.close());

const RestoreTestingPlanName = "weekly";
const names = { RestoreTestingPlanName, RestoreTestingSelectionName: "tables" };

function make(kind: "Plan" | "Selection", properties: Record<string, unknown>) {
  const type = `AWS::Backup::RestoreTesting${kind}`;
  return world.backup.resources[type]!({
    stackName: "test-Backup",
    logicalId: kind,
    type,
    physicalId: "unused",
    properties,
  });
}
const remove = (kind: "Plan" | "Selection", physicalId: string) =>
  world.backup.removers[`AWS::Backup::RestoreTesting${kind}`]!({ source: `test-Backup/${kind}`, physicalId });
const makeBoth = async () => [
  await make("Plan", testingPlanOf({ Tags: [{ Key: "team", Value: "a" }] })),
  await make("Selection", { ...testingSelectionOf(), RestoreTestingPlanName }),
];
const plans = async () => (await call(world, "ListRestoreTestingPlans")).RestoreTestingPlans;

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-backup-restoretestingplan.html
it("makes the template's plan and its selection, which run", async () => {
  const [plan, selection] = await makeBoth();
  expect(plan).toEqual({
    ref: "weekly",
    attributes: {
      RestoreTestingPlanArn: expect.stringMatching(/:restore-testing-plan:weekly-[0-9a-f-]{36}$/),
    },
  });
  expect(selection).toEqual({ ref: "weekly|tables" });
  const ResourceArn = plan!.attributes!.RestoreTestingPlanArn;
  expect((await call(world, "ListTags", { ResourceArn })).Tags).toEqual({ team: "a" });
  await makeTable(world, "Category");
  await backUp(world, "Category");
  await world.clock.advance(new Date("2026-11-22T05:00:00Z"));
  expect((await call(world, "ListRestoreJobs")).RestoreJobs).toMatchObject([
    { Status: "COMPLETED", CreatedBy: { RestoreTestingPlanArn: ResourceArn } },
  ]);
});

it("keeps what was changed by API until the template changes", async () => {
  const [{ attributes } = {}] = await makeBoth();
  const RestoreTestingSelection = { ValidationWindowHours: 3 };
  await call(world, "UpdateRestoreTestingSelection", { ...names, RestoreTestingSelection });
  const RestoreTestingPlan = { StartWindowHours: 3 };
  await call(world, "UpdateRestoreTestingPlan", { RestoreTestingPlanName, RestoreTestingPlan });
  await world.crash();
  await makeBoth();
  expect(await plans()).toMatchObject([{ StartWindowHours: 3 }]);
  const selection = async () =>
    (await call(world, "GetRestoreTestingSelection", names)).RestoreTestingSelection.ValidationWindowHours;
  expect(await selection()).toBe(3);
  await make("Plan", testingPlanOf({ StartWindowHours: 5 }));
  await make("Selection", { ...testingSelectionOf({ ValidationWindowHours: 5 }), RestoreTestingPlanName });
  expect(await plans()).toMatchObject([{ StartWindowHours: 5, ...attributes }]);
  expect(await selection()).toBe(5);
});

it("refuses what the API refuses", async () => {
  await expect(make("Plan", testingPlanOf({ StartWindowHours: 0 }))).rejects.toThrow("StartWindowHours is 0");
  await expect(
    make("Selection", { ...testingSelectionOf(), RestoreTestingPlanName: "none" }),
  ).rejects.toThrow("Restore testing plan none does not exist");
});

it("removes them when they are no longer in the template", async () => {
  await makeBoth();
  await remove("Selection", "weekly|tables");
  expect((await call(world, "ListRestoreTestingSelections", names)).RestoreTestingSelections).toEqual([]);
  await remove("Plan", "weekly");
  await remove("Plan", "weekly");
  expect(await plans()).toEqual([]);
  expect(world.clock.nextDue()).toBeUndefined();
});
