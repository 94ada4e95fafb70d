import { expect, it } from "vitest";
import type { RuleInput } from "../schema.ts";
import { rule, saidBy } from "../testing.ts";

const said = (rpoHours: number, ...rules: Partial<RuleInput>[]) =>
  saidBy("schedule-meets-rpo", {
    objectives: { rpoHours, rtoMinutes: 60, reachBackDays: 1 },
    rules: Object.fromEntries(rules.map((changes, i) => [`rule${i}`, rule(changes)])),
  });

it("refuses what the time between backups, and their windows, don't keep to", () => {
  expect(said(26, {})).toEqual([
    "objectives.rpoHours is 26; allowed: 27 or more: from the start of a job to the end of the windows of the next",
  ]);
  expect(said(27, {})).toEqual([]);
});

it("counts AWS's windows where a rule has none", () => {
  expect(said(27, { startWindowMinutes: undefined, completionWindowMinutes: undefined })).toEqual([
    "objectives.rpoHours is 27; allowed: 200 or more (8 days and 8 hours): from the start of a job to the end of the windows of the next",
  ]);
});

it.each([
  ["the hour clocks skip and the backup that is left out with it", "cron(30 2 * * ? *)", "Europe/Paris", 50],
  ["clocks set back, which make a day of 25 hours", "cron(0 5 * * ? *)", "Europe/Paris", 28],
  ["months of 31 days", "cron(0 5 1 * ? *)", "UTC", 31 * 24 + 3],
  ["months that have no 31st", "cron(0 5 31 * ? *)", "UTC", 61 * 24 + 3],
  ["leap years", "cron(0 5 1 3 ? *)", "UTC", 366 * 24 + 3],
  ["weekends", "cron(0 5 ? * MON-FRI *)", "UTC", 3 * 24 + 3],
])("counts %s", (_, schedule, timeZone, hours) => {
  const kept = { schedule, timeZone, keepDays: 3650 };
  expect(said(hours, kept)).toEqual([]);
  expect(said(hours - 1, kept)[0]).toContain(`allowed: ${hours} or more`);
});

it("lets rules make up for each other", () => {
  expect(said(15, {}, { schedule: "cron(0 17 * * ? *)" })).toEqual([]);
});

it("doesn't count backups that AWS leaves out where start windows overlap", () => {
  const hourly = { schedule: "cron(0 * * * ? *)", keepDays: 2, completionWindowMinutes: 60 };
  expect(said(3, hourly)).toEqual([]);
  // At 05:00 and 06:00 only the daily rule's is made, at 05:30: until 07:30 the newest is from 04:00.
  const daily = { schedule: "cron(30 5 * * ? *)", completionWindowMinutes: 60 };
  expect(said(3, hourly, daily)[0]).toContain("allowed: 4 or more");
  expect(said(4, hourly, daily)).toEqual([]);
});

it("doesn't count points that are gone before they are needed", () => {
  const brief = { schedule: "cron(0 5 ? * SAT *)", keepDays: 1 };
  const month = { schedule: "cron(0 13 1 * ? *)", keepDays: 365 };
  expect(said(200, brief, month)[0]).toContain(`allowed: ${31 * 24 + 3} or more`);
  expect(said(200, brief)).toEqual([
    "objectives.rpoHours is 200; allowed: no number, as no rule keeps its recovery points until the next can be used",
  ]);
});

it("refuses schedules that end", () => {
  expect(said(48, { schedule: "cron(0 5 * * ? 2027-2030)" })).toHaveLength(1);
  expect(said(48, { schedule: "cron(0 5 * * ? 2020)" })).toHaveLength(1);
});
