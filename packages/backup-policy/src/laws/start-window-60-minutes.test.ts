import { expect, it } from "vitest";
import { definePolicy } from "../define-policy.ts";
import { policyInput, rule } from "../testing.ts";

const policy = (startWindowMinutes: number) =>
  definePolicy(policyInput({ rules: { daily: rule({ startWindowMinutes }) } }));

it("refuses less than 60 minutes", () => {
  expect(() => policy(59)).toThrow(
    "rules.daily.startWindowMinutes is 59; allowed: 60 or more (start-window-60-minutes)",
  );
});

it("takes 60 minutes", () => {
  expect(policy(60).rules.daily?.startWindowMinutes).toBe(60);
});
