import { expect, it } from "vitest";
import { rule, saidBy } from "../testing.ts";
import { restoreTesting } from "../verification.ts";

const said = (keepDays: number, schedule: string) =>
  saidBy("verification-within-retention", {
    rules: { daily: rule({ keepDays }) },
    verification: { schedule, proofStaleAfterHours: 8760 },
  });

it("refuses verifications that a recovery point doesn't live to see", () => {
  expect(said(7, "cron(0 8 ? * SUN *)")).toEqual([
    "rules.daily.keepDays is 7; allowed: 8 or more, as verifications are up to 7 days apart",
  ]);
  expect(said(8, "cron(0 8 ? * SUN *)")).toEqual([]);
});

it("counts the window in which AWS restore testing starts", () => {
  const tested = (keepDays: number) =>
    saidBy("verification-within-retention", {
      rules: { daily: rule({ keepDays }) },
      verification: {
        schedule: "cron(0 8 ? * SUN *)",
        by: restoreTesting({ startWindowHours: 24 }),
        proofStaleAfterHours: 8760,
      },
    });
  expect(tested(8)).toEqual([
    "rules.daily.keepDays is 8; allowed: 9 or more, as verifications are up to 8 days apart",
  ]);
  expect(tested(9)).toEqual([]);
});

it("refuses a schedule that is never due", () => {
  expect(said(35, "cron(0 8 * * ? 2020)")).toEqual([
    'verification.schedule is "cron(0 8 * * ? 2020)"; allowed: a schedule that is ever due',
  ]);
});
