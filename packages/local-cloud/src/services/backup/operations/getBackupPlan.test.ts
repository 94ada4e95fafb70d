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

it("gives a version of the past", async () => {
  const { BackupPlanId, VersionId } = await create("mine");
  const BackupPlan = { BackupPlanName: "ours", Rules: [daily] };
  world.now = new Date("2026-11-26T00:00:00Z");
  await call(world, "UpdateBackupPlan", { BackupPlanId, BackupPlan });
  expect(await call(world, "GetBackupPlan", { BackupPlanId })).toMatchObject({ CreationDate: world.now });
  expect(await call(world, "GetBackupPlan", { BackupPlanId, VersionId })).toMatchObject({
    VersionId,
    CreationDate: new Date("2026-11-25T00:00:00Z"),
    DeletionDate: world.now,
    BackupPlan: { BackupPlanName: "mine" },
  });
  await expect(call(world, "GetBackupPlan", { BackupPlanId, VersionId: "old" })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Failed reading Backup plan with provided version",
  });
});

it("shows the runs to come, of all rules in order", async () => {
  const weekly = { ...daily, RuleName: "weekly", ScheduleExpression: "cron(0 6 ? * THU *)" };
  const { BackupPlanId } = await create("mine", [weekly, daily]);
  const plain = await call(world, "GetBackupPlan", { BackupPlanId });
  expect(plain.ScheduledRunsPreview).toBeUndefined();
  const { ScheduledRunsPreview, BackupPlan } = await call(world, "GetBackupPlan", {
    BackupPlanId,
    MaxScheduledRunsPreview: 3,
  });
  const [ofWeek, ofDay] = BackupPlan.Rules.map(({ RuleId }: { RuleId: string }) => RuleId);
  const run = (RuleId: string, time: string) => ({
    RuleId,
    ExecutionTime: new Date(time),
    RuleExecutionType: "SNAPSHOTS",
  });
  expect(ScheduledRunsPreview).toEqual([
    run(ofDay, "2026-11-25T05:00:00Z"),
    run(ofDay, "2026-11-26T05:00:00Z"),
    run(ofWeek, "2026-11-26T06:00:00Z"),
  ]);
  await expect(call(world, "GetBackupPlan", { BackupPlanId, MaxScheduledRunsPreview: 11 })).rejects.toThrow(
    "MaxScheduledRunsPreview: it has to be from 0 to 10",
  );
});
