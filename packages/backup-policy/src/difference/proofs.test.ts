import { expect, it } from "vitest";
import type { PolicyInput } from "../schema.ts";
import { policyInput, rule } from "../testing.ts";
import { restoreTesting } from "../verification.ts";
import { changes } from "./testing.ts";

const rules = { daily: rule(), weekly: rule({ schedule: "cron(0 9 ? * SAT *)", keepDays: 90 }) };
const verified = (changed: Partial<PolicyInput["verification"]> = {}) => ({
  rules,
  verification: { ...policyInput().verification, ...changed },
});
const said = (before: Partial<PolicyInput>, after: Partial<PolicyInput>) =>
  changes(before, after)
    .filter(({ field }) => field.startsWith("verification.everyRule"))
    .map(({ field, direction }) => [field, direction]);

it("is weaker where a rule loses the runs of its own, and stronger the other way round", () => {
  const [flag, lost] = changes(verified(), verified({ everyRule: false }));
  expect(flag).toMatchObject({ field: "verification.everyRule", direction: "different" });
  expect(lost).toEqual({
    field: "verification.everyRule[weekly]",
    direction: "weaker",
    before: "runsOfItsOwn",
    after: "nothing",
    sentence: "No point of the rule weekly is restored any more, as verification.everyRule is false.",
  });
  expect(said(verified({ everyRule: false }), verified())).toEqual([
    ["verification.everyRule", "different"],
    ["verification.everyRule[weekly]", "stronger"],
  ]);
});

it("is weaker where another rule's points get newer, or AWS restores instead", () => {
  const alone = { ...verified({ everyRule: false }), rules: { weekly: rules.weekly } };
  expect(said(alone, verified({ everyRule: false }))).toEqual([["verification.everyRule[weekly]", "weaker"]]);
  const late = verified({ everyRule: false, schedule: "cron(0 13 * * ? *)" });
  const by = restoreTesting({ startWindowHours: 20 });
  const tested = verified({ everyRule: false, schedule: "cron(0 13 * * ? *)", by });
  expect(said(late, tested)).toEqual([["verification.everyRule[weekly]", "weaker"]]);
});

it("is weaker where points go to an air-gapped vault, which own restores don't look into", () => {
  const airGappedVaultArn = "arn:aws:backup:us-east-1:123456789012:backup-vault:gap";
  const away = { ...verified(), rules: { ...rules, weekly: { ...rules.weekly, airGappedVaultArn } } };
  expect(said(verified(), away)).toEqual([["verification.everyRule[weekly]", "weaker"]]);
});

it("is nothing where all points are restored as before, and for a rule that is gone", () => {
  expect(said(verified(), { ...verified(), rules: { daily: rule() } })).toEqual([]);
  expect(said(verified(), verified({ schedule: "cron(15 8 * * ? *)" }))).toEqual([]);
});

it("says which rules get or lose runs of their own", () => {
  const [early, late] = [verified(), verified({ schedule: "cron(0 13 * * ? *)" })];
  const sentences = (before: Partial<PolicyInput>, after: Partial<PolicyInput>) =>
    changes(before, after).filter(({ field }) => field === "verification.everyRule[weekly]");
  expect(sentences(early, late)).toMatchObject([
    { direction: "different", sentence: expect.stringContaining("has no runs of its own any more") },
  ]);
  expect(sentences(late, early)).toMatchObject([
    { direction: "different", sentence: expect.stringContaining("are restored by runs of its own") },
  ]);
});
