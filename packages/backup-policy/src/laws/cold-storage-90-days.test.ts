import fc from "fast-check";
import { expect, it } from "vitest";
import { definePolicy } from "../define-policy.ts";
import { policyInput, rule } from "../testing.ts";

const monthly = (keepDays: number, coldAfterDays?: number) =>
  definePolicy(policyInput({ rules: { monthly: rule({ keepDays, coldAfterDays }) } }));

it("refuses cold storage under 90 days", () => {
  expect(() => monthly(119, 30)).toThrow(
    "rules.monthly.keepDays is 119; allowed: 120 or more, as coldAfterDays is 30 and cold storage is for 90 days or more (cold-storage-90-days)",
  );
});

it("takes 90 days or more of cold storage, and a rule without it", () => {
  const cold = fc.integer({ min: 1, max: 3650 });
  const more = fc.integer({ min: 90, max: 3650 });
  fc.assert(fc.property(cold, more, (days, rest) => monthly(days + rest, days) !== undefined));
  expect(monthly(1).rules.monthly?.keepDays).toBe(1);
});
