import { expect, it } from "vitest";
import { definePolicy } from "../define-policy.ts";
import { policyInput, rule } from "../testing.ts";

const policy = (advancedDynamoDb: boolean, coldAfterDays?: number) =>
  definePolicy(
    policyInput({
      assumptions: { advancedDynamoDb },
      rules: { monthly: rule({ keepDays: 365, coldAfterDays }) },
    }),
  );

it("refuses cold storage that AWS would silently ignore", () => {
  expect(() => policy(false, 30)).toThrow(
    "rules.monthly.coldAfterDays is 30; allowed: nothing, unless assumptions.advancedDynamoDb is true (cold-needs-advanced-dynamodb)",
  );
});

it("takes cold storage with the advanced features, and none without", () => {
  expect(policy(true, 30).rules.monthly?.coldAfterDays).toBe(30);
  expect(policy(false).rules.monthly?.coldAfterDays).toBeUndefined();
});
