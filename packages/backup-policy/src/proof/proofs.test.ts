import { describe, expect, it } from "vitest";
import { policy } from "../difference/testing.ts";
import { HOUR } from "../forecast/time.ts";
import { FROM, TO } from "../laws/calendar.ts";
import { startsBetween } from "../schedule.ts";
import type { RuleInput } from "../schema.ts";
import { rule } from "../testing.ts";
import { restoreTesting } from "../verification.ts";
import { oldestMinutes, proofsOf, provenWithinMinutes, ruleRuns } from "./proofs.ts";

const weekly = rule({ schedule: "cron(0 9 ? * SAT *)", keepDays: 90 });
const monthly = rule({ schedule: "cron(0 13 1 * ? *)", keepDays: 365 });
const verification = { schedule: "cron(15 8 * * ? *)", proofStaleAfterHours: 48 };
const given = (rules: Record<string, RuleInput>, changes: object = {}) =>
  policy({ rules, verification: { ...verification, ...changes } });

describe("what proves a rule", () => {
  it("is the regular run where its points are the newest, and a run of its own where they never are", () => {
    expect(proofsOf(given({ daily: rule(), weekly, monthly }))).toEqual([
      { rule: "daily", by: "regularRuns" },
      { rule: "weekly", by: "runsOfItsOwn", schedule: "cron(15 12 ? * SAT *)", atTimes: false },
      { rule: "monthly", by: "runsOfItsOwn", schedule: "cron(15 16 1 * ? *)", atTimes: false },
    ]);
  });

  it("is the regular run of rules by themselves, whatever their windows", () => {
    expect(ruleRuns(given({ hourly: rule({ schedule: "cron(0 * * * ? *)" }) }))).toEqual([]);
    expect(
      ruleRuns(given({ daily: rule({ startWindowMinutes: 480, completionWindowMinutes: 10_080 }) })),
    ).toEqual([]);
  });

  it("is the regular run though another rule's point is the newest now and then", () => {
    const early = rule({ schedule: "cron(0 1 ? * SAT *)", keepDays: 90 });
    const afterDaily = rule({ schedule: "cron(0 9 ? * SAT *)", keepDays: 90 });
    const at = { schedule: "cron(15 12 * * ? *)" };
    expect(ruleRuns(given({ daily: rule(), weekly: afterDaily }, at))).toEqual([]);
    expect(ruleRuns(given({ daily: rule(), weekly: early }, at))).toMatchObject([{ rule: "weekly" }]);
  });

  it("is a run of its own where jobs in time are never the newest, and late ones are", () => {
    const wide = { startWindowMinutes: 480, completionWindowMinutes: 10_080 };
    const rules = { daily: rule(wide), weekly: rule({ ...wide, schedule: "cron(0 14 ? * SAT *)" }) };
    expect(ruleRuns(given(rules))).toMatchObject([{ rule: "weekly", schedule: "cron(15 22 ? * SAT *)" }]);
  });

  it("is a run of its own where clocks make its points the newest for half of the year only", () => {
    const local = rule({ schedule: "cron(0 6 ? * SUN *)", timeZone: "Europe/Paris", keepDays: 90 });
    const daily = rule({ schedule: "cron(30 4 * * ? *)" });
    expect(proofsOf(given({ daily, local }, { schedule: "cron(45 7 * * ? *)" }))).toEqual([
      { rule: "daily", by: "regularRuns" },
      { rule: "local", by: "runsOfItsOwn", schedule: "cron(15 8 ? * SUN *)", atTimes: true },
    ]);
  });

  it("is a run that starts when the rule's job has surely ended, before the next, in summer as in winter", () => {
    const zone = { timeZone: "America/New_York", keepDays: 90 };
    const rules = { daily: rule(), local: rule({ ...zone, schedule: "cron(30 20 ? * FRI *)" }) };
    const [run] = ruleRuns(given(rules));
    const runs = startsBetween(run!.schedule, "UTC", FROM, TO);
    const jobs = startsBetween("cron(30 20 ? * FRI *)", zone.timeZone, FROM, runs.at(-1)!);
    for (const [i, job] of jobs.entries()) {
      const next = runs.find((at) => at >= job + 3 * HOUR);
      expect(next! - job).toBeLessThanOrEqual(4.25 * HOUR);
      expect(next).toBeLessThan(jobs[i + 1] ?? TO);
    }
  });

  it("is a run at the verification's times of a rule that backs up more often, and may be late", () => {
    const rules = { hourly: rule({ schedule: "cron(0 * * * ? *)" }), daily: rule({ keepDays: 90 }) };
    expect(ruleRuns(given(rules))).toMatchObject([
      { rule: "hourly", schedule: verification.schedule },
      { rule: "daily", schedule: "cron(15 8 * * ? *)" },
    ]);
  });

  it("is nothing where no run of its own is wanted", () => {
    expect(proofsOf(given({ daily: rule(), weekly }, { everyRule: false }))).toMatchObject([
      { by: "regularRuns" },
      { by: "nothing" },
    ]);
  });

  it.each([6, 8, 24])(
    "is AWS restore testing for daily points, which come first on most days, within %i hours",
    (hours) => {
      const by = restoreTesting({ startWindowHours: hours });
      expect(proofsOf(given({ daily: rule(), weekly, monthly }, { by }))).toEqual([
        { rule: "daily", by: "regularRuns" },
        { rule: "weekly", by: "runsOfItsOwn", schedule: "cron(15 12 ? * SAT *)", atTimes: true },
        { rule: "monthly", by: "runsOfItsOwn", schedule: "cron(15 16 1 * ? *)", atTimes: true },
      ]);
    },
  );

  it("is a run of its own beside AWS restore testing, which may start before or after the next backup", () => {
    const by = restoreTesting({ startWindowHours: 24 });
    expect(ruleRuns(given({ daily: rule(), weekly }, { by, schedule: "cron(0 13 * * ? *)" }))).toMatchObject([
      { rule: "weekly" },
    ]);
  });
});

it("tells how long after a backup it is proven: by the run after it, and a restore on top", () => {
  const rules = given({ daily: rule(), weekly, monthly });
  const minutes = ruleRuns(rules).map((run) => provenWithinMinutes(rules, run));
  expect(minutes).toEqual([(3.25 + 1) * 60, (3.25 + 1) * 60]);
});

it("tells how old a rule's newest complete point gets", () => {
  const { daily, weekly: sevenDays } = { daily: rule(), weekly };
  const rules = given({ daily, weekly: sevenDays });
  expect(oldestMinutes(rules, "daily")).toBe(27 * 60);
  expect(oldestMinutes(rules, "weekly")).toBe((7 * 24 + 3) * 60);
});
