import { expect, it } from "vitest";
import { definePolicy } from "../define-policy.ts";
import { policyInput } from "../testing.ts";

it("refuses a plan without rules", () => {
  expect(() => definePolicy(policyInput({ rules: {} }))).toThrow(
    "rules is {}; allowed: at least one rule (some-rule)",
  );
});
