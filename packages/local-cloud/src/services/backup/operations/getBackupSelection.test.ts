import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, makePlan, makeSelection, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("gives a selection of the template as AWS has it", async () => {
  const { ref: BackupPlanId } = await makePlan(world, [{ RuleName: "daily" }]);
  const Conditions = { StringEquals: [{ ConditionKey: "aws:ResourceTag/a", ConditionValue: "b" }] };
  const { ref: SelectionId } = await makeSelection(world, BackupPlanId, { Resources: ["*"], Conditions });
  const { BackupSelection } = await call(world, "GetBackupSelection", { BackupPlanId, SelectionId });
  expect(BackupSelection).toMatchObject({ SelectionName: "tagged", Resources: ["*"], Conditions });
});

it("refuses a selection of another plan", async () => {
  const { ref } = await makePlan(world, [{ RuleName: "daily" }]);
  const { ref: SelectionId } = await makeSelection(world, ref, {});
  const Rules = [{ RuleName: "daily", TargetBackupVaultName: "holdfast" }];
  const { BackupPlanId } = await call(world, "CreateBackupPlan", {
    BackupPlan: { BackupPlanName: "b", Rules },
  });
  await expect(call(world, "GetBackupSelection", { BackupPlanId, SelectionId })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
