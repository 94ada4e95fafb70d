import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, vaultName, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-25T00:00:00Z");
});
afterEach(() => world.close());

const daily = { RuleName: "daily", TargetBackupVaultName: vaultName };
const create = (BackupPlanName: string, Rules: Record<string, unknown>[] = [daily], more = {}) =>
  call(world, "CreateBackupPlan", { BackupPlan: { BackupPlanName, Rules }, ...more });

it("gives every version, the newest first, each with its dates", async () => {
  const { BackupPlanId, VersionId } = await create("mine");
  const update = (BackupPlanName: string) =>
    call(world, "UpdateBackupPlan", { BackupPlanId, BackupPlan: { BackupPlanName, Rules: [daily] } });
  world.now = new Date("2026-11-26T00:00:00Z");
  await update("ours");
  world.now = new Date("2026-11-27T00:00:00Z");
  await update("theirs");
  const { BackupPlanVersionsList, NextToken } = await call(world, "ListBackupPlanVersions", {
    BackupPlanId,
    MaxResults: 2,
  });
  expect(BackupPlanVersionsList).toMatchObject([
    { BackupPlanName: "theirs", CreationDate: world.now },
    {
      BackupPlanName: "ours",
      CreationDate: new Date("2026-11-26T00:00:00Z"),
      DeletionDate: new Date("2026-11-27T00:00:00Z"),
    },
  ]);
  expect(BackupPlanVersionsList[0].DeletionDate).toBeUndefined();
  const rest = await call(world, "ListBackupPlanVersions", { BackupPlanId, NextToken });
  expect(rest.BackupPlanVersionsList).toMatchObject([{ BackupPlanName: "mine", VersionId }]);
});

it("gives those of a deleted plan, and none of one that never was", async () => {
  const { BackupPlanId } = await create("mine");
  await call(world, "DeleteBackupPlan", { BackupPlanId });
  const { BackupPlanVersionsList } = await call(world, "ListBackupPlanVersions", { BackupPlanId });
  expect(BackupPlanVersionsList).toMatchObject([{ DeletionDate: world.now }]);
  await expect(call(world, "ListBackupPlanVersions", { BackupPlanId: "none" })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
