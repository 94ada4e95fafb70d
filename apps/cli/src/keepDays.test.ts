import { describe, expect, it } from "vitest";
import { plannedKeepDays } from "./keepDays.ts";
import { run } from "./program.ts";
import { fakeCloud, fakeWorld } from "./testing.ts";

const rule = (ScheduleExpression: string, DeleteAfterDays?: number, more: object = {}) => ({
  RuleName: "rule",
  TargetBackupVaultName: "vault",
  ScheduleExpression,
  ScheduleExpressionTimezone: "Europe/Rome",
  Lifecycle: { DeleteAfterDays },
  ...more,
});
const daily = rule("cron(0 5 * * ? *)", 14);
const monthly = rule("cron(0 5 1 * ? *)", 365);
const planOf = (...Rules: object[]) =>
  fakeCloud({
    GetBackupPlan: () => ({ BackupPlan: { BackupPlanName: "holdfast", Rules } }),
    StartBackupJob: () => ({ BackupJobId: "job" }),
    DescribeBackupJob: () => ({ State: "COMPLETED" }),
  });

describe("the days of the plan", () => {
  it.each([
    ["the daily rule beside a monthly one", [monthly, daily], 14],
    ["the hourly rule beside the daily one", [daily, rule("rate(1 hour)", 7)], 7],
    ["the daily rule beside one on working days", [rule("cron(0 5 ? * MON-FRI *)", 90), daily], 14],
    ["the only rule", [monthly], 365],
    ["the daily rule beside one that is over", [rule("cron(0 * * * ? 1980)", 7), daily], 14],
    [
      "the daily rule beside a continuous one",
      [rule("cron(0 * * * ? *)", 35, { EnableContinuousBackup: true }), daily],
      14,
    ],
  ])("are those of %s", async (_, rules, days) => {
    const { cloud, asked } = planOf(...rules);

    expect(await plannedKeepDays(cloud)).toBe(days);
    expect(asked.find(({ name }) => name === "GetBackupPlan")?.input).toEqual({ BackupPlanId: "plan" });
  });

  it.each([
    ["has no rules", []],
    ["never deletes", [rule("cron(0 5 * * ? *)")]],
    ["never deletes, in AWS's number for it", [rule("cron(0 5 * * ? *)", -1)]],
  ])("are refused when the plan %s, with the way to say them", async (_, rules) => {
    await expect(plannedKeepDays(planOf(...rules).cloud)).rejects.toMatchObject({
      message: "The backup plan plan doesn't say for how many days backups are kept.",
      next: "Say it: holdfast backup --keep-days <n>",
    });
  });
});

describe("backup", () => {
  it.each([
    ["as the plan says", [], 14],
    ["as --keep-days says", ["--keep-days", "3"], 3],
  ])("keeps its recovery points %s", async (_, args, DeleteAfterDays) => {
    const { cloud, asked } = planOf(monthly, daily);

    expect(await run(["backup", "--table", "Item", ...args], fakeWorld(cloud).world)).toBe(0);
    expect(asked.find(({ name }) => name === "StartBackupJob")?.input).toMatchObject({
      Lifecycle: { DeleteAfterDays },
    });
  });
});
