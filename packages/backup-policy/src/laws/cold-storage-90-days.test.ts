import fc from "fast-check";
import { expect, it } from "vitest";
import { rule, saidBy } from "../testing.ts";

const to = { kind: "region", region: "eu-west-1" } as const;
const said = (keepDays: number, coldAfterDays?: number) =>
  saidBy("cold-storage-90-days", { rules: { monthly: rule({ keepDays, coldAfterDays }) } });

it("refuses cold storage under 90 days", () => {
  expect(said(119, 30)).toEqual([
    "rules.monthly.keepDays is 119; allowed: 120 or more, as coldAfterDays is 30 and cold storage is for 90 days or more",
  ]);
});

it("refuses it for copies as well", () => {
  const copies = [
    { to, keepDays: 365, coldAfterDays: 30 },
    { to, keepDays: 90, coldAfterDays: 1 },
  ];
  expect(saidBy("cold-storage-90-days", { rules: { monthly: rule({ copies }) } })).toEqual([
    "rules.monthly.copies.1.keepDays is 90; allowed: 91 or more, as coldAfterDays is 1 and cold storage is for 90 days or more",
  ]);
});

it("draws the line at 90 days of cold storage, wherever it begins", () => {
  const cold = fc.integer({ min: 1, max: 3650 });
  fc.assert(
    fc.property(cold, fc.integer({ min: 1, max: 200 }), (coldAfter, rest) => {
      expect(said(coldAfter + rest, coldAfter)).toHaveLength(rest < 90 ? 1 : 0);
    }),
    { numRuns: 30 },
  );
});

it("has nothing to say where nothing goes cold", () => {
  expect(said(1)).toEqual([]);
});
