import { describe, expect, it } from "vitest";
import { checkPolicy } from "./check-policy.ts";
import { definePolicy } from "./define-policy.ts";
import type { PolicyInput } from "./schema.ts";
import { policyInput, rule } from "./testing.ts";

describe("checkPolicy", () => {
  it("says of each finding what was broken, how badly, where, what was got and allowed, and AWS's word", () => {
    expect(checkPolicy(policyInput({ rules: { daily: rule({ startWindowMinutes: 59 }) } }))).toEqual([
      {
        rule: "start-window-60-minutes",
        severity: "error",
        field: "rules.daily.startWindowMinutes",
        got: 59,
        allowed: "60 or more",
        sentence: "rules.daily.startWindowMinutes is 59; allowed: 60 or more",
        source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html",
      },
    ]);
  });

  it("says what is misshapen before any law is asked", () => {
    const input = { ...policyInput({ rules: {} }), retention: 3 } as PolicyInput;
    expect(checkPolicy(input)).toEqual([
      {
        rule: "shape",
        severity: "error",
        field: "retention",
        got: 3,
        allowed: "nothing, there is no such field",
        sentence: "retention is 3; allowed: nothing, there is no such field",
      },
    ]);
  });

  it("says the same of a policy as of what it was defined from", () => {
    const input = policyInput({ prices: { warmPerGbMonth: 1 } });
    expect(checkPolicy(definePolicy(input))).toEqual(checkPolicy(input));
    expect(checkPolicy(input).map(({ severity }) => severity)).toEqual(["warning"]);
  });

  it("leaves a defined policy as it is", () => {
    const policy = definePolicy(policyInput());
    expect(definePolicy(policy)).toEqual(policy);
  });
});
