import { describe, expect, it } from "vitest";
import { definePolicy } from "./define-policy.ts";
import { PolicyError } from "./policy-error.ts";
import type { PolicyInput } from "./schema.ts";
import { policyInput, rule } from "./testing.ts";

function refusalsOf(input: unknown) {
  try {
    definePolicy(input as PolicyInput);
  } catch (error) {
    if (error instanceof PolicyError) return error.refusals;
    throw error;
  }
  return [];
}

const { vault } = policyInput();

describe("definePolicy", () => {
  it("fills in AWS's own defaults", () => {
    const daily = { schedule: "cron(0 5 * * ? *)", keepDays: 35 };
    const objectives = { ...policyInput().objectives, rpoHours: 200 };
    expect(definePolicy(policyInput({ rules: { daily }, objectives })).rules.daily).toEqual({
      schedule: "cron(0 5 * * ? *)",
      timeZone: "UTC",
      startWindowMinutes: 480,
      completionWindowMinutes: 10_080,
      keepDays: 35,
      copies: [],
      tags: {},
    });
  });

  it.each([
    [
      "a keep of no days",
      { rules: { daily: rule({ keepDays: 0 }) } },
      "rules.daily.keepDays",
      0,
      "from 1 to 36500",
    ],
    [
      "a vault name AWS wouldn't take",
      { vault: { ...vault, name: "my vault" } },
      "vault.name",
      "my vault",
      "2 to 30 letters",
    ],
    [
      "a tag key of AWS's own",
      { protect: [{ kind: "tag", key: "aws:x", value: "" }] },
      "protect.0.key",
      "aws:x",
      "not starting with aws:",
    ],
    [
      "more unverified than all",
      { verification: { ...policyInput().verification, mostUnverified: 5 } },
      "verification.mostUnverified",
      5,
      "a share from 0 to 1, such as 0.05",
    ],
    [
      "an unknown time zone",
      { rules: { daily: rule({ timeZone: "Mars" }) } },
      "rules.daily.timeZone",
      "Mars",
      "an IANA time zone",
    ],
    [
      "a rate",
      { rules: { daily: rule({ schedule: "rate(1 day)" }) } },
      "rules.daily.schedule",
      "rate(1 day)",
      "an AWS cron expression",
    ],
    [
      "nobody as BackupAdmin",
      { vault: { ...vault, backupAdmin: { principals: [] } } },
      "vault.backupAdmin.principals",
      [],
      "at least one principal",
    ],
    [
      "an admin that is no ARN",
      { vault: { ...vault, backupAdmin: { principals: ["ann"] } } },
      "vault.backupAdmin.principals.0",
      "ann",
      '"account" or the ARN',
    ],
    ["a field nobody knows", { retention: 3 }, "retention", 3, "nothing, there is no such field"],
    ["a missing field", { objectives: undefined }, "objectives", undefined, "an object"],
  ])("refuses %s, naming field, value got and value allowed", (_, changes, field, got, allowed) => {
    const refusals = refusalsOf({ ...policyInput(), ...changes });
    expect(refusals).toEqual([{ field, rule: "shape", got, allowed: expect.stringContaining(allowed) }]);
  });

  it("says what is wrong with a cron expression", () => {
    const input = policyInput({ rules: { daily: rule({ schedule: "cron(0 25 * * ? *)" }) } });
    expect(() => definePolicy(input)).toThrow('hours is "25", but 0-23');
  });

  it("keeps a policy that only breaks laws beside its refusals", () => {
    const broken = policyInput({ rules: { daily: rule({ startWindowMinutes: 30 }) } });
    const thrown = (input: unknown) => {
      try {
        return definePolicy(input as PolicyInput);
      } catch (error) {
        return (error as PolicyError).policy;
      }
    };
    expect(thrown(broken)).toMatchObject({ rules: { daily: { startWindowMinutes: 30, timeZone: "UTC" } } });
    expect(thrown({ ...broken, retention: 3 })).toBeUndefined();
  });

  it("names everything that is wrong, a line each", () => {
    const input = policyInput({
      rules: { daily: rule({ startWindowMinutes: 30 }), weekly: rule({ startWindowMinutes: 10 }) },
    });
    expect(() => definePolicy(input)).toThrow(
      [
        "The backup policy can't work:",
        "- rules.daily.startWindowMinutes is 30; allowed: 60 or more (start-window-60-minutes)",
        "- rules.weekly.startWindowMinutes is 10; allowed: 60 or more (start-window-60-minutes)",
      ].join("\n"),
    );
  });
});
