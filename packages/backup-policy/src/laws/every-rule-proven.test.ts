import { expect, it } from "vitest";
import type { PolicyInput, RuleInput } from "../schema.ts";
import { policyInput, rule, saidBy } from "../testing.ts";
import { restoreTesting } from "../verification.ts";

const weekly = (changes: Partial<RuleInput> = {}) =>
  rule({ schedule: "cron(0 9 ? * SAT *)", keepDays: 90, ...changes });
const said = (verification: Partial<PolicyInput["verification"]>, rules: Record<string, RuleInput> = {}) =>
  saidBy("every-rule-proven", {
    rules: { daily: rule(), weekly: weekly(), ...rules },
    verification: { ...policyInput().verification, ...verification },
  });

it("tells of a rule whose points another rule's are always newer than when a verification starts", () => {
  expect(said({ everyRule: false })).toEqual([
    'rules.weekly.schedule is "cron(0 9 ? * SAT *)"; allowed: times after which no other rule backs up before a verification starts, or verification.everyRule with the points in the policy\'s vault: its points, kept for 90 days, are never restored, as verification.everyRule is false',
  ]);
});

it("accepts it where runs of its own restore them, and where they are the newest", () => {
  expect(said({})).toEqual([]);
  expect(said({ everyRule: false, schedule: "cron(30 12 * * ? *)" })).toEqual([]);
});

it("tells of points in another vault, which own restores don't look into and AWS restore testing does", () => {
  const airGappedVaultArn = "arn:aws:backup:us-east-1:123456789012:backup-vault:gap";
  expect(said({}, { weekly: weekly({ airGappedVaultArn }) })).toEqual([
    expect.stringContaining(`are never restored, as its points are in ${airGappedVaultArn}`),
  ]);
  const rules = { weekly: weekly({ airGappedVaultArn }), daily: rule({ schedule: "cron(0 5 ? * SUN *)" }) };
  const by = restoreTesting({ startWindowHours: 1 });
  expect(said({ schedule: "cron(0 13 ? * SAT *)", by, everyRule: false }, rules)).toEqual([
    expect.stringMatching(/^rules\.daily\.schedule/),
  ]);
});

it("takes any point of AWS restore testing for one of every rule that has some in its selection window", () => {
  const by = (selectionWindowDays: number) =>
    restoreTesting({ algorithm: "RANDOM_WITHIN_WINDOW", selectionWindowDays });
  expect(said({ everyRule: false, by: by(30) })).toEqual([]);
  expect(said({ everyRule: false, by: restoreTesting() })).toEqual([
    expect.stringMatching(/^rules\.weekly\.schedule/),
  ]);
});

it("tells of points that are gone before their jobs have surely ended", () => {
  const short = weekly({ keepDays: 1, completionWindowMinutes: 2 * 24 * 60 });
  expect(said({}, { weekly: short })).toEqual([
    expect.stringContaining("as its points may be gone before their jobs have surely ended"),
  ]);
});

it("leaves schedules that are never due to their own laws", () => {
  expect(said({ everyRule: false, schedule: "cron(0 8 * * ? 2020)" })).toEqual([]);
  expect(said({ everyRule: false }, { weekly: weekly({ schedule: "cron(0 9 * * ? 2020)" }) })).toEqual([]);
});
