import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toRegion } from "../rules/copies.ts";
import { days } from "../rules/duration.ts";
import { policyInput } from "../testing.ts";
import { forecast } from "./forecast.ts";
import { sizeOf } from "./size.ts";
import { at, policies, policyOf, simulate, spans, tableSizes } from "./testing.ts";

const DAY = 24 * 60 * 60_000;
const windows = { startWindowMinutes: 60, completionWindowMinutes: 120 };

const lengthOfMonth = (day: number): number => {
  const [year, month] = [new Date(day).getUTCFullYear(), new Date(day).getUTCMonth()];
  return Date.UTC(year, month + 1, 1) - Date.UTC(year, month, 1);
};

it("stores as many GB-months in each place and tier as the simulation does day by day", () => {
  fc.assert(
    fc.property(policies, spans(50), tableSizes, (policy, span, tables) => {
      const expected = new Map<string, number>();
      const add = (key: string, gbMonths: number) => expected.set(key, (expected.get(key) ?? 0) + gbMonths);
      const begin = span.from.getTime();
      const size = sizeOf(tables, begin);
      const points = simulate(policy, span).map((point) => ({
        ...point,
        gb: size(point.made),
      }));
      for (let day = Math.floor(begin / DAY) * DAY; day < span.to.getTime(); day += DAY) {
        const [from, to] = [Math.max(day, begin), Math.min(day + DAY, span.to.getTime())];
        const length = lengthOfMonth(day);
        const month = new Date(day).toISOString().slice(0, 7);
        for (const { place, made, cold, expires, gb } of points) {
          const during = (a: number, b: number) => Math.max(0, Math.min(b, to) - Math.max(a, from));
          add(`${month} ${place} warm`, (gb * during(made, Math.min(cold, expires))) / length);
          add(`${month} ${place} cold`, (gb * during(cold, expires)) / length);
        }
        const on = Math.max(from, span.since?.getTime() ?? from);
        if (!policy.continuous || on >= to) continue;
        add(`${month} table continuous`, (size(on) * (to - on)) / length);
      }
      const found = new Map<string, number>();
      for (const { month, stored } of forecast(policy, { ...span, tables }).months()) {
        for (const { place, tier, gbMonths } of stored) found.set(`${month} ${place} ${tier}`, gbMonths);
      }
      for (const key of new Set([...found.keys(), ...expected.keys()])) {
        const [is, shouldBe] = [found.get(key) ?? 0, expected.get(key) ?? 0];
        expect(Math.abs(is - shouldBe), key).toBeLessThanOrEqual(1e-9 * Math.max(1, shouldBe));
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);

describe("100 GB, backed up daily and kept for 35 days", () => {
  const policy = policyOf({ rules: { daily: { schedule: "cron(0 0 * * ? *)", keepDays: 35, ...windows } } });
  const tables = [{ name: "Item", gb: 100 }];
  const year = { from: at("2027-01-01"), to: at("2028-01-01"), tables };

  it("costs as much as 35 full backups, every month", () => {
    const months = forecast(policy, year).months();
    expect(months).toHaveLength(12);
    for (const { stored } of months) {
      expect(stored).toEqual([
        { place: "vault", tier: "warm", gbMonths: expect.closeTo(3500, 6), cost: expect.closeTo(350, 6) },
      ]);
    }
  });

  it("grows to that when the plan is new", () => {
    const [january, february] = forecast(policy, { ...year, since: at("2027-01-01") }).months();
    // 1 backup on the first day, 31 on the last: on average 16.
    expect(january?.stored[0]?.gbMonths).toBeCloseTo(1600, 6);
    expect(february?.stored[0]?.gbMonths).toBeCloseTo((100 * (28 * 35 - 6)) / 28, 6);
  });

  it("is verified by a restore a day", () => {
    const [january] = forecast(policy, year).months();
    expect(january?.verification).toEqual({ restores: 31, gb: 3100, cost: expect.closeTo(31 * 15, 6) });
    expect(january?.keys).toBe(1);
    expect(january?.total).toBeCloseTo(350 + 31 * 15 + 1, 6);
  });

  it("costs a fee for each point when AWS's restore testing verifies", () => {
    const tested = policyOf({
      ...policy,
      verification: {
        schedule: "cron(30 8 1 * ? *)",
        proofStaleAfterHours: 800,
        by: { kind: "restoreTesting", selectionWindowDays: 30, startWindowHours: 24 },
      },
    });
    const [january] = forecast(tested, {
      ...year,
      tables: [...tables, { name: "Category", gb: 1 }],
    }).months();
    expect(january?.verification.cost).toBeCloseTo(2 * 1.5 + 101 * 0.15, 6);
  });

  it("takes the policy's own prices", () => {
    const dear = policyOf({ ...policy, prices: { ...policy.prices, warmPerGbMonth: 0.2 } });
    expect(forecast(dear, year).months()[0]?.stored[0]?.cost).toBeCloseTo(700, 6);
  });

  it("counts a part of a month as that part", () => {
    const span = { ...year, from: at("2027-01-16T12:00Z"), to: at("2027-02-15") };
    expect(
      forecast(policy, span)
        .months()
        .map(({ month, keys }) => [month, keys]),
    ).toEqual([
      ["2027-01", 0.5],
      ["2027-02", 0.5],
    ]);
  });
});

it("charges copies for their storage, for the way to another Region and for the key there", () => {
  const policy = policyOf({
    vault: {
      name: "holdfast",
      backupAdmin: { principals: ["account"] },
      key: { multiRegion: true },
    },
    rules: {
      daily: {
        schedule: "cron(0 0 * * ? *)",
        keepDays: 35,
        ...windows,
        copies: [toRegion("eu-west-1", { keep: days(7) })],
      },
    },
  });
  const span = { from: at("2027-01-01"), to: at("2027-02-01"), tables: [{ name: "Item", gb: 10 }] };
  const [january] = forecast(policy, span).months();
  expect(january?.stored.map(({ place, gbMonths }) => [place, Math.round(gbMonths)])).toEqual([
    ["vault", 350],
    ["eu-west-1", 70],
  ]);
  expect(january?.copied).toEqual({ gb: 310, cost: expect.closeTo(12.4, 6) });
  expect(january?.keys).toBe(2);
  const [within] = forecast(policy, { ...span, region: "eu-west-1" }).months();
  expect(within?.copied.cost).toBe(0);
});

it("restores at the price of the tier that the newest usable point is in", () => {
  const policy = policyOf({
    rules: { yearly: { schedule: "cron(0 5 1 1 ? *)", keepDays: 730, coldAfterDays: 30, ...windows } },
  });
  const tables = [{ name: "Item", gb: 100, growth: { gbPerMonth: 10 } }];
  const seen = forecast(policy, { from: at("2027-01-01T05:00Z"), to: at("2028-01-01"), tables });
  expect(seen.restoreAt(at("2027-01-15"))).toMatchObject({
    point: { tier: "warm", made: at("2027-01-01T05:00Z") },
    gb: 100,
    cost: 15,
  });
  expect(seen.restoreAt(at("2027-06-15"))?.cost).toBe(20);
});

it.each([
  [{ name: "Item", gb: -1 }, "The table Item has -1 GB; give 0 or more."],
  [
    { name: "Item", gb: 1, growth: { percentPerMonth: -100 } },
    "The table Item grows by -100 % a month; give more than -100.",
  ],
])("refuses %o", (table, message) => {
  expect(() => sizeOf([table], 0)).toThrow(message);
});

it.each([
  ["stays", undefined, 50],
  ["grows by as many GB each month", { gbPerMonth: 5 }, 110],
  ["shrinks to nothing at most", { gbPerMonth: -10 }, 0],
  ["grows by a share of itself", { percentPerMonth: 10 }, 50 * 1.1 ** 12],
])("a table %s", (_, growth, expected) => {
  const table = { name: "Item", gb: 50, ...(growth && { growth }) };
  expect(sizeOf([table], 0)(365.25 * DAY)).toBeCloseTo(expected, 9);
});

it("counts the restores of rules that are verified by runs of their own", () => {
  const weekly = { schedule: "cron(0 9 ? * SAT *)", keepDays: 90, ...windows };
  const daily = { schedule: "cron(0 5 * * ? *)", keepDays: 35, ...windows };
  const span = { from: at("2027-01-01"), to: at("2027-02-01"), tables: [{ name: "Item", gb: 100 }] };
  const [january] = forecast(policyOf({ rules: { daily, weekly } }), span).months();
  expect(january?.verification).toEqual({ restores: 36, gb: 3600, cost: expect.closeTo(36 * 15, 6) });
  const verification = { ...policyInput().verification, everyRule: false };
  const [without] = forecast(policyOf({ rules: { daily, weekly }, verification }), span).months();
  expect(without?.verification.restores).toBe(31);
});
