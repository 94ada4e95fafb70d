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

const names = { RestoreTestingPlanName: "weekly", RestoreTestingSelectionName: "tables" };
const get = async () => (await call(world, "GetRestoreTestingSelection", names)).RestoreTestingSelection;

it("gives all of a selection", async () => {
  const given = {
    ProtectedResourceConditions: {
      StringEquals: [{ Key: "aws:ResourceTag/backup", Value: "daily" }],
      StringNotEquals: [{ Key: "aws:ResourceTag/team", Value: "a" }],
    },
    RestoreMetadataOverrides: { EncryptionType: "Default" },
    ValidationWindowHours: 168,
  };
  const { CreationTime } = await makeTestingSelection(world, given);
  expect(await get()).toEqual({
    ...names,
    ...given,
    CreationTime,
    IamRoleArn: restoreRole,
    ProtectedResourceType: "DynamoDB",
  });
});

it("refuses a selection that isn't there", async () => {
  await expect(get()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
