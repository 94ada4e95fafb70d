import { afterEach, beforeEach, expect, it } from "vitest";
import { backupRole, call, createWorld, vaultName, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-25T00:00:00Z");
});
afterEach(() => world.close());

const daily = { RuleName: "daily", TargetBackupVaultName: vaultName };
const create = (BackupPlanName: string, Rules: Record<string, unknown>[] = [daily], more = {}) =>
  call(world, "CreateBackupPlan", { BackupPlan: { BackupPlanName, Rules }, ...more });

it("refuses a plan with selections, and deletes it without", async () => {
  const { BackupPlanId, BackupPlanArn, VersionId } = await create("mine");
  const { SelectionId } = await call(world, "CreateBackupSelection", {
    BackupPlanId,
    BackupSelection: { SelectionName: "all", IamRoleArn: backupRole, Resources: ["*"] },
  });
  await expect(call(world, "DeleteBackupPlan", { BackupPlanId })).rejects.toMatchObject({
    name: "InvalidRequestException",
    message: "Related backup plan selections must be deleted prior to backup plan deletion",
  });
  await call(world, "DeleteBackupSelection", { BackupPlanId, SelectionId });
  expect(await call(world, "DeleteBackupPlan", { BackupPlanId })).toMatchObject({
    BackupPlanId,
    BackupPlanArn,
    DeletionDate: world.now,
    VersionId,
  });
  expect(world.clock.nextDue()).toBeUndefined();
  expect(world.events.at(-1)!.detail).toEqual({
    backupPlanId: BackupPlanId,
    versionId: VersionId,
    deletionDate: "2026-11-25T00:00:00.000Z",
    state: "DELETED",
  });
});

it("leaves its versions to be read, and lists it among the deleted", async () => {
  const { BackupPlanId, VersionId } = await create("mine");
  await call(world, "DeleteBackupPlan", { BackupPlanId });
  await world.crash();
  await expect(call(world, "GetBackupPlan", { BackupPlanId })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  expect(await call(world, "GetBackupPlan", { BackupPlanId, VersionId })).toMatchObject({
    DeletionDate: world.now,
    BackupPlan: { BackupPlanName: "mine" },
  });
  expect((await call(world, "ListBackupPlans")).BackupPlansList).toEqual([]);
  expect((await call(world, "ListBackupPlans", { IncludeDeleted: true })).BackupPlansList).toMatchObject([
    { BackupPlanId, DeletionDate: world.now },
  ]);
});
