import { expect, it } from "vitest";
import { byTable, byTag, tagIs } from "../protect.ts";
import { toRegion } from "../rules/copies.ts";
import { days } from "../rules/duration.ts";
import type { PolicyInput } from "../schema.ts";
import { rule, saidBy } from "../testing.ts";

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const named = <T>(count: number, value: T) => Object.fromEntries(times(count, (i) => [`n${i}`, value]));
const arn = (i: number, ending = "") => `arn:aws:dynamodb:us-east-1:123456789012:table/t${i}${ending}`;

it.each<[string, number, string, (count: number) => Partial<PolicyInput>]>([
  ["10 rules in a plan", 10, "rules", (count) => ({ rules: named(count, rule()) })],
  [
    "5 copies in a rule",
    5,
    "rules.daily.copies",
    (count) => ({
      rules: { daily: rule({ copies: times(count, () => toRegion("eu-west-1", { keep: days(35) })) }) },
    }),
  ],
  [
    "10 tags in a rule",
    10,
    "rules.daily.tags",
    (count) => ({ rules: { daily: rule({ tags: named(count, "x") }) } }),
  ],
  [
    "100 selections in a plan",
    100,
    "protect",
    (count) => ({ protect: times(count, (i) => byTag("backup", `${i}`)) }),
  ],
  [
    "29 further conditions in a selection",
    29,
    "protect.0.where",
    (count) => ({ protect: [byTag("backup", "on", { where: times(count, (i) => tagIs(`t${i}`, "x")) })] }),
  ],
  [
    "500 tables in a selection",
    500,
    "protect.0.arns",
    (count) => ({ protect: [byTable(...times(count, (i) => arn(i)))] }),
  ],
  [
    "30 tables in a selection when one has a *",
    30,
    "protect.1.except",
    (count) => ({
      protect: [byTag("a", "b"), byTag("c", "d", { except: times(count, (i) => arn(i, "*")) })],
    }),
  ],
])("refuses more than %s", (what, limit, field, changes) => {
  expect(saidBy("plan-limits", changes(limit))).toEqual([]);
  expect(saidBy("plan-limits", changes(limit + 1))).toEqual([
    `${field} is ${limit + 1}; allowed: at most ${what}`,
  ]);
});
