import { expect, it } from "vitest";
import { definePolicy } from "../define-policy.ts";
import type { RuleInput } from "../schema.ts";
import { policyInput, rule, saidBy } from "../testing.ts";

const rulesOf = (...rules: Partial<RuleInput>[]) => ({
  rules: Object.fromEntries(rules.map((changes, i) => [`rule${i}`, rule(changes)])),
});
const said = (...rules: Partial<RuleInput>[]) => saidBy("rules-keep-apart", rulesOf(...rules));

it("tells of backups that AWS leaves out where start windows overlap, of the rule that keeps less long", () => {
  const weekly = { schedule: "cron(0 5 ? * SAT *)", keepDays: 90 };
  const daily = "cron(0 5 * * ? *)";
  const allowed = (by: string, keeps: string) =>
    `allowed: times at which its start window overlaps none of rules.${by}, which keeps ${keeps}: AWS makes one backup where they do, and so 522 backups of this rule, with their copies, in ten years are never made, the first at 2027-01-02T05:00Z`;
  expect(said({}, weekly)).toEqual([`rules.rule0.schedule is "${daily}"; ${allowed("rule1", "longer")}`]);
  // Of rules that keep as long the policy's first makes it.
  expect(said({}, { ...weekly, keepDays: 35 })).toEqual([
    `rules.rule1.schedule is "${weekly.schedule}"; ${allowed("rule0", "as long")}`,
  ]);
});

it("sees that a start window overlaps the end of another one", () => {
  const late = { schedule: "cron(59 5 * * ? *)", keepDays: 90 };
  expect(said({}, late)).toEqual([expect.stringContaining("the first at 2027-01-01T05:00Z")]);
  expect(said({ completionWindowMinutes: 60 }, { ...late, schedule: "cron(0 7 * * ? *)" })).toEqual([]);
});

it("tells of rules whose job may expire", () => {
  expect(said({}, { schedule: "cron(0 6 ? * SAT *)" })).toEqual([
    "rules.rule1.startWindowMinutes is 60; allowed: 120 minutes or more, or a time that keeps clear: a job of rules.rule0 may be running at 2027-01-02T06:00Z, and a job that can't start in its window makes no recovery point",
  ]);
});

it("tells of a rule whose own job may still be running", () => {
  const daily = { completionWindowMinutes: 7 * 24 * 60 };
  expect(said(daily)).toEqual([expect.stringContaining("the rule's own job before it may be running")]);
});

it("doesn't refuse: most jobs end long before their window does", () => {
  const input = policyInput(rulesOf({}, { schedule: "cron(0 6 ? * SAT *)" }));
  expect(Object.keys(definePolicy(input).rules)).toHaveLength(2);
});

it("has nothing to say of rules that keep clear of each other", () => {
  expect(said({}, { schedule: "cron(0 9 ? * SAT *)" })).toEqual([]);
});

it("has nothing to say of a start window that outlasts the other job", () => {
  expect(said({}, { schedule: "cron(0 6 ? * SAT *)", startWindowMinutes: 120 })).toEqual([]);
});

it("finds rules that meet only when clocks change", () => {
  const paris = { schedule: "cron(0 10 * * ? *)", timeZone: "Europe/Paris" };
  const utc = { schedule: "cron(0 6 * * ? *)" };
  // 10:00 in Paris is 09:00 UTC in winter and 08:00 in summer.
  expect(said(utc, paris)).toEqual([]);
  expect(said({ ...utc, completionWindowMinutes: 180 }, paris)).toEqual([
    expect.stringContaining("may be running at 2027-03-28T08:00Z"),
  ]);
  expect(said({ schedule: "cron(30 8 * * ? *)" }, { ...paris, keepDays: 90 })[0]).toContain(
    "the first at 2027-01-01T08:30Z",
  );
});
