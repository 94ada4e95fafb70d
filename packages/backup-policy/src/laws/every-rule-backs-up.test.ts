import { expect, it } from "vitest";
import type { RuleInput } from "../schema.ts";
import { rule, saidBy } from "../testing.ts";

const said = (...rules: Partial<RuleInput>[]) =>
  saidBy("every-rule-backs-up", {
    rules: Object.fromEntries(rules.map((changes, i) => [`rule${i}`, rule(changes)])),
  });

it("refuses a rule whose every backup gives way to that of a rule which keeps longer", () => {
  const schedule = "cron(30 5 ? * SAT *)";
  expect(said({ keepDays: 90 }, { schedule })).toEqual([
    `rules.rule1.schedule is "${schedule}"; allowed: times at which its start window doesn't always overlap that of a rule which keeps as long or longer: AWS makes only that one's backup`,
  ]);
  expect(said({}, { schedule, keepDays: 90 })).toEqual([]);
});

it("takes a rule that gives way at times only", () => {
  expect(said({ keepDays: 90, schedule: "cron(0 5 ? * SAT *)" }, {})).toEqual([]);
});

it("refuses a rule that is never due", () => {
  expect(said({}, { schedule: "cron(0 9 * * ? 2020)" })).toEqual([
    'rules.rule1.schedule is "cron(0 9 * * ? 2020)"; allowed: a schedule that is due in the years 2027 to 2036',
  ]);
  expect(said({}, { schedule: "cron(0 9 30 2 ? *)" })).toHaveLength(1);
  expect(said({}, { schedule: "cron(0 9 29 2 ? *)" })).toEqual([]);
});
