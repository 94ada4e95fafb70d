import { expect, it } from "vitest";
import { forecast } from "../forecast/index.ts";
import { at, policyOf } from "../forecast/testing.ts";
import { lossCurve } from "./losses.ts";

const windows = { startWindowMinutes: 60, completionWindowMinutes: 120 };
const HOUR = 1 / 24;

it("has each step where the next rule has to help out, and ends where nothing is left", () => {
  const policy = policyOf({
    rules: {
      daily: { schedule: "cron(0 5 * * ? *)", keepDays: 35, ...windows },
      weekly: { schedule: "cron(0 9 ? * SAT *)", keepDays: 90, ...windows },
    },
  });
  const { losses, gone } = lossCurve(forecast(policy, { from: at("2027-01-01"), to: at("2028-01-01") }), 120);
  expect(losses[0]?.lostDays).toBeCloseTo(26 * HOUR, 9);
  // Daily points that are still there help out on some days, until all of them are too old.
  const step = losses.find(({ lostDays }) => lostDays > 2);
  expect(losses.at(-1)?.lostDays).toBeCloseTo(7 + HOUR, 9);
  expect((step?.delay ?? 0) / (34 - HOUR)).toBeCloseTo(1, 2);
  expect((gone ?? 0) / (83 - HOUR)).toBeCloseTo(1, 2);
});

it("doesn't end within the axis when points are kept for longer", () => {
  const { gone, losses } = lossCurve(
    forecast(policyOf({}), { from: at("2027-01-01"), to: at("2028-01-01") }),
    30,
  );
  expect(gone).toBeUndefined();
  expect(losses.at(-1)?.delay).toBeCloseTo(30, 9);
});
