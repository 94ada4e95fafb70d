import { afterEach, beforeEach, expect, it } from "vitest";
import { backupRole, call, createWorld, makePlan, makeSelection, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("gives a plan's selections page by page", async () => {
  const { ref: BackupPlanId } = await makePlan(world, [{ RuleName: "daily" }]);
  await makeSelection(world, BackupPlanId, {});
  const BackupSelection = { SelectionName: "mine", IamRoleArn: backupRole, Resources: ["*"] };
  await call(world, "CreateBackupSelection", { BackupPlanId, BackupSelection });
  const first = await call(world, "ListBackupSelections", { BackupPlanId, MaxResults: 1 });
  const { NextToken } = first;
  const second = await call(world, "ListBackupSelections", { BackupPlanId, MaxResults: 1, NextToken });
  const all = [...first.BackupSelectionsList, ...second.BackupSelectionsList];
  expect(all.map(({ SelectionName }) => SelectionName).sort()).toEqual(["mine", "tagged"]);
  expect(all[0]).toMatchObject({ BackupPlanId, IamRoleArn: backupRole, CreationDate: expect.any(Date) });
});
