import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, makePlan, makeSelection, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("takes a selection from its plan", async () => {
  const { ref: BackupPlanId } = await makePlan(world, [{ RuleName: "daily" }]);
  const { ref: SelectionId } = await makeSelection(world, BackupPlanId, {});
  const { BackupSelectionsList } = await call(world, "ListBackupSelections", { BackupPlanId });
  expect(BackupSelectionsList).toMatchObject([{ SelectionId, BackupPlanId, SelectionName: "tagged" }]);
  await call(world, "DeleteBackupSelection", { BackupPlanId, SelectionId });
  expect((await call(world, "ListBackupSelections", { BackupPlanId })).BackupSelectionsList).toEqual([]);
  for (const name of ["GetBackupSelection", "DeleteBackupSelection"]) {
    await expect(call(world, name, { BackupPlanId, SelectionId })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  }
});
