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

it("makes a new version, whose schedule replaces the old one's", async () => {
  const first = await create("mine");
  world.now = new Date("2026-11-25T01:00:00Z");
  const Rules = [{ ...daily, ScheduleExpression: "cron(0 3 ? * * *)" }];
  const second = await call(world, "UpdateBackupPlan", {
    BackupPlanId: first.BackupPlanId,
    BackupPlan: { BackupPlanName: "ours", Rules },
  });
  expect(second).toMatchObject({
    BackupPlanId: first.BackupPlanId,
    BackupPlanArn: first.BackupPlanArn,
    CreationDate: world.now,
  });
  expect(second.VersionId).not.toBe(first.VersionId);
  expect(world.clock.nextDue()).toEqual(new Date("2026-11-25T03:00:00Z"));
  expect(world.events.at(-1)!.detail).toEqual({
    backupPlanId: first.BackupPlanId,
    versionId: second.VersionId,
    modifiedAt: "2026-11-25T01:00:00.000Z",
    state: "MODIFIED",
  });
});

it("keeps the plan as it was when the new version can't work", async () => {
  const { BackupPlanId, VersionId } = await create("mine");
  const BackupPlan = { BackupPlanName: "mine", Rules: [{ ...daily, StartWindowMinutes: 1 }] };
  await expect(call(world, "UpdateBackupPlan", { BackupPlanId, BackupPlan })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  });
  expect(await call(world, "GetBackupPlan", { BackupPlanId })).toMatchObject({ VersionId });
});

it("refuses a plan that isn't there", async () => {
  const BackupPlan = { BackupPlanName: "mine", Rules: [daily] };
  await expect(call(world, "UpdateBackupPlan", { BackupPlanId: "none", BackupPlan })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Backup plan with id none does not exist",
  });
});
