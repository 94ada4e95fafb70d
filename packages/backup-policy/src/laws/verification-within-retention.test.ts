import { expect, it } from "vitest";
import { rule, saidBy } from "../testing.ts";

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

it("refuses a schedule that is never due", () => {
  expect(said(35, "cron(0 8 * * ? 2020)")).toEqual([
    'verification.schedule is "cron(0 8 * * ? 2020)"; allowed: a schedule that is ever due',
  ]);
});
