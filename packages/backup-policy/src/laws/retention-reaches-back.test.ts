import { expect, it } from "vitest";
import type { RuleInput } from "../schema.ts";
import { rule, saidBy } from "../testing.ts";

const said = (reachBackDays: number, ...rules: Partial<RuleInput>[]) =>
  saidBy("retention-reaches-back", {
    objectives: { rpoHours: 27, rtoMinutes: 60, reachBackDays },
    rules: Object.fromEntries(rules.map((changes, i) => [`rule${i}`, rule(changes)])),
  });
const monthly = { schedule: "cron(0 13 1 * ? *)", keepDays: 365 };

it("refuses to call a year what is eleven months when the oldest point has just expired", () => {
  expect(said(365, {}, monthly)).toEqual([
    "objectives.reachBackDays is 365; allowed: 333 or less: when a recovery point expires, the next is surely from so long ago, its start window counted",
  ]);
  expect(said(333, {}, monthly)).toEqual([]);
});

it("lets rules with the same retention fill each other's gaps", () => {
  expect(said(347, monthly, { ...monthly, schedule: "cron(0 13 15 * ? *)" })).toEqual([]);
});

it("refuses rules whose points are gone before the next are made", () => {
  expect(said(1, { ...monthly, keepDays: 30 })).toEqual([
    "objectives.reachBackDays is 1; allowed: no number, as no rule keeps its recovery points until the next can be used",
  ]);
});
