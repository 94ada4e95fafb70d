import { nextRun } from "@holdfast/backup-policy/schedule";
import { describe, expect, it } from "vitest";
import { isLeftToLongerRule } from "./overlap.ts";
import type { Rule } from "./plans.ts";

const rule = (RuleName: string, ScheduleExpression: string, more: Partial<Rule> = {}): Rule => ({
  RuleId: RuleName,
  RuleName,
  TargetBackupVaultName: "vault",
  ScheduleExpression,
  ScheduleExpressionTimezone: "Etc/UTC",
  StartWindowMinutes: 480,
  CompletionWindowMinutes: 10_080,
  Lifecycle: { DeleteAfterDays: 35 },
  ...more,
});
const keep = (DeleteAfterDays?: number) => ({ Lifecycle: { DeleteAfterDays } });
const daily = rule("daily", "cron(0 5 ? * * *)");
const creationDate = "2026-01-01T00:00:00.000Z";

/** Whether the daily rule's run at 05:00 of Monday, 2026-11-23, is left to another rule. */
const isLeft = (others: Rule[], of = daily, at = "2026-11-23T05:00:00Z", created = creationDate) =>
  isLeftToLongerRule({ creationDate: created, rules: [of, ...others] }, of, new Date(at), nextRun);

// https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
describe("a run is left to a rule that keeps longer", () => {
  it.each<[string, Rule]>([
    ["at the same minute", rule("weekly", "cron(0 5 ? * MON *)", keep(90))],
    ["later in the start window", rule("weekly", "cron(59 12 ? * MON *)", keep(90))],
    ["whose start window is still open", rule("weekly", "cron(1 21 ? * SUN *)", keep(90))],
    ["for ever", rule("weekly", "cron(0 5 ? * MON *)", keep())],
    [
      "on another clock",
      rule("weekly", "cron(30 10 ? * MON *)", { ...keep(90), ScheduleExpressionTimezone: "Asia/Kolkata" }),
    ],
  ])("%s", (_, other) => {
    expect(isLeft([other])).toBe(true);
  });
});

describe("a run takes place", () => {
  it.each<[string, Rule]>([
    ["beside a rule that keeps less", rule("weekly", "cron(0 5 ? * MON *)", keep(34))],
    ["before a rule that keeps as long and comes later in the plan", rule("weekly", "cron(0 5 ? * MON *)")],
    [
      "when the other's start window opens as its own closes",
      rule("weekly", "cron(0 13 ? * MON *)", keep(90)),
    ],
    [
      "when the other's start window closes as its own opens",
      rule("weekly", "cron(0 21 ? * SUN *)", keep(90)),
    ],
    ["on the days without the other", rule("weekly", "cron(0 5 ? * WED *)", keep(90))],
  ])("%s", (_, other) => {
    expect(isLeft([other])).toBe(false);
  });

  it("after a rule that keeps as long and comes earlier in the plan it doesn't", () => {
    const twin = rule("twin", "cron(0 5 ? * * *)");
    expect(
      isLeftToLongerRule(
        { creationDate, rules: [twin, daily] },
        daily,
        new Date("2026-11-23T05:00:00Z"),
        nextRun,
      ),
    ).toBe(true);
  });

  it("where the longer rule's run is itself left to a longer one", () => {
    // Monday 12:00 falls to the monthly rule at 15:00, which the daily run at 05:00 is clear of.
    const weekly = rule("weekly", "cron(0 12 ? * MON *)", keep(90));
    const monthly = rule("monthly", "cron(0 15 23 * ? *)", keep(365));
    expect(isLeft([weekly])).toBe(true);
    expect(isLeft([weekly, monthly])).toBe(false);
  });

  it("where the longer rule's run was due before there was a plan", () => {
    const weekly = rule("weekly", "cron(0 22 ? * SUN *)", keep(90));
    expect(isLeft([weekly])).toBe(true);
    expect(isLeft([weekly], daily, "2026-11-23T05:00:00Z", "2026-11-23T01:00:00.000Z")).toBe(false);
  });
});
