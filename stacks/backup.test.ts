import { rulesOf } from "@holdfast/backup-policy";
import { nextRun, parseSchedule } from "@holdfast/backup-policy/schedule";
import { describe, expect, it } from "vitest";
import { policy } from "./policy.ts";
import { ofType, stack } from "./testing/assembly.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The times a job of each rule may be under way, over some years. */
function windows() {
  const end = new Date("2030-01-01T00:00:00Z");
  return rulesOf(policy).flatMap(([name, rule]) => {
    const schedule = parseSchedule(rule.schedule, rule.timeZone);
    const found: { name: string; from: number; to: number }[] = [];
    let run = schedule.next(new Date("2026-01-01T00:00:00Z"));
    for (; run && run < end; run = schedule.next(run)) {
      const to = run.getTime() + (rule.startWindowMinutes + rule.completionWindowMinutes) * MINUTE;
      found.push({ name, from: run.getTime(), to });
    }
    return found;
  });
}

describe("the team's policy", () => {
  it("keeps the rules apart: one job runs per table at a time", () => {
    const inOrder = windows().toSorted((a, b) => a.from - b.from);
    const clashes = inOrder.filter((window, i) => window.from < (inOrder[i - 1]?.to ?? 0));
    expect(inOrder.length).toBeGreaterThan(1500);
    expect(clashes).toEqual([]);
  });

  it("can meet its recovery point objective", () => {
    const daily = policy.rules.daily!;
    const worst = 24 * HOUR + (daily.startWindowMinutes + daily.completionWindowMinutes) * MINUTE;
    expect(policy.objectives.rpoHours * HOUR).toBeGreaterThanOrEqual(worst);
  });

  it("verifies when the day's backup is made", () => {
    const daily = windows().find(({ name }) => name === "daily")!;
    const verification = nextRun(policy.verification.schedule, new Date(daily.from))!;
    expect(verification.getTime()).toBeGreaterThanOrEqual(daily.to);
    expect(verification.getTime() - daily.to).toBeLessThan(HOUR);
  });

  it("keeps daily points 35 days, weekly 90, monthly a year with cold storage", () => {
    const kept = rulesOf(policy).map(([name, { keepDays, coldAfterDays }]) => [
      name,
      keepDays,
      coldAfterDays,
    ]);
    expect(kept).toEqual([
      ["daily", 35, undefined],
      ["weekly", 90, undefined],
      ["monthly", 365, 30],
    ]);
  });
});

describe("the Backup stack", () => {
  it("denies taking recovery points away to all but BackupAdmin", () => {
    const [[, vault] = []] = ofType("AWS::Backup::BackupVault");
    const [statement] = vault?.Properties.AccessPolicy.Statement ?? [];
    expect(statement).toMatchObject({ Effect: "Deny", Principal: { AWS: "*" }, Resource: "*" });
    expect(statement.Action).toContain("backup:DeleteRecoveryPoint");
    expect(JSON.stringify(statement.Condition.ArnNotEquals)).toContain("role/prod-holdfast-BackupAdmin");
  });

  it("has a plan with the policy's rules", () => {
    const [[, plan] = []] = ofType("AWS::Backup::BackupPlan");
    const rules = plan?.Properties.BackupPlan.BackupPlanRule.map(
      (rule: Record<string, unknown>) => rule.RuleName,
    );
    expect(rules).toEqual(["daily", "weekly", "monthly"]);
  });

  it("leaves vault and key behind where the stage lasts", () => {
    const protectedOnes = [...ofType("AWS::Backup::BackupVault"), ...ofType("AWS::KMS::Key")].filter(([id]) =>
      id.includes("/Protected"),
    );
    expect(protectedOnes.map(([, { DeletionPolicy }]) => DeletionPolicy)).toEqual(["Retain", "Retain"]);
  });

  it("says what the command needs", () => {
    const outputs = Object.keys(stack("Backup").findOutputs("*"));
    expect(outputs).toEqual(
      expect.arrayContaining([
        "VaultName",
        "BackupPlanId",
        "BackupRoleArn",
        "RestoreRoleArn",
        "AlertsTopicArn",
      ]),
    );
  });
});
