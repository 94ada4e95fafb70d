import { afterEach, beforeEach, expect, it } from "vitest";
import {
  call,
  createWorld,
  makeTestingPlan,
  makeTestingSelection,
  restoreRole,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await makeTestingPlan(world);
});
afterEach(() => world.close());

it("gives a plan's selections page by page", async () => {
  await makeTestingPlan(world, { RestoreTestingPlanName: "other" });
  await makeTestingSelection(world, {}, "other");
  const names = ["one", "two", "three"];
  for (const RestoreTestingSelectionName of names)
    await makeTestingSelection(world, { RestoreTestingSelectionName });
  const list = (paging: object) =>
    call(world, "ListRestoreTestingSelections", { RestoreTestingPlanName: "weekly", ...paging });
  const first = await list({ MaxResults: 2 });
  const second = await list({ NextToken: first.NextToken });
  const selections = [...first.RestoreTestingSelections, ...second.RestoreTestingSelections];
  expect(selections.map(({ RestoreTestingSelectionName }) => RestoreTestingSelectionName)).toEqual(names);
  expect(selections[0]).toEqual({
    RestoreTestingPlanName: "weekly",
    RestoreTestingSelectionName: "one",
    CreationTime: expect.any(Date),
    IamRoleArn: restoreRole,
    ProtectedResourceType: "DynamoDB",
    ValidationWindowHours: 0,
  });
});

it("refuses a plan that isn't there", async () => {
  await expect(
    call(world, "ListRestoreTestingSelections", { RestoreTestingPlanName: "none" }),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
