import type { ForecastSpan } from "../forecast/index.ts";
import { at, policyOf } from "../forecast/testing.ts";
import type { Policy } from "../schema.ts";

export const windows = { startWindowMinutes: 60, completionWindowMinutes: 120 };

/** A policy with everything that a picture draws: copies, cold storage, point-in-time recovery of so many days. */
export const drawn = (days: number): Policy =>
  policyOf({
    continuous: { days },
    rules: {
      daily: {
        schedule: "cron(0 5 * * ? *)",
        keepDays: 7,
        ...windows,
        copies: [{ to: { kind: "region", region: "eu-west-1" }, keepDays: 3 }],
      },
      monthly: { schedule: "cron(0 13 1 * ? *)", keepDays: 365, coldAfterDays: 90, ...windows },
    },
  });

export const year: ForecastSpan = { from: at("2027-01-01"), to: at("2028-01-01") };
