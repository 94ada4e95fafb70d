import { afterEach, beforeEach, expect, it } from "vitest";
import {
  backupRole,
  call,
  createWorld,
  makeTestingPlan,
  makeTestingSelection,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await makeTestingPlan(world);
  await makeTestingSelection(world, { ProtectedResourceArns: [arn] });
});
afterEach(() => world.close());

const names = { RestoreTestingPlanName: "weekly", RestoreTestingSelectionName: "tables" };
const arn = "arn:aws:dynamodb:us-east-1:123456789012:table/Category";
const conditions = { StringEquals: [{ Key: "aws:ResourceTag/backup", Value: "daily" }] };
const update = (RestoreTestingSelection: object) =>
  call(world, "UpdateRestoreTestingSelection", { ...names, RestoreTestingSelection });
const get = async () => (await call(world, "GetRestoreTestingSelection", names)).RestoreTestingSelection;

it("changes what is given", async () => {
  const before = await get();
  const answer = await update({ ValidationWindowHours: 3, IamRoleArn: backupRole });
  expect(answer).toMatchObject({ ...names, CreationTime: before.CreationTime, UpdateTime: expect.any(Date) });
  expect(await get()).toEqual({ ...before, ValidationWindowHours: 3, IamRoleArn: backupRole });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-update
it("goes from ARNs to conditions with the wildcard beside them only", async () => {
  await expect(update({ ProtectedResourceConditions: conditions })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  });
  await update({ ProtectedResourceArns: ["*"], ProtectedResourceConditions: conditions });
  expect(await get()).toMatchObject({
    ProtectedResourceArns: ["*"],
    ProtectedResourceConditions: conditions,
  });
});

it("refuses a selection that isn't there", async () => {
  await expect(
    call(world, "UpdateRestoreTestingSelection", {
      ...names,
      RestoreTestingSelectionName: "other",
      RestoreTestingSelection: {},
    }),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
