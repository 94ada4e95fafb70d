import fc from "fast-check";
import { expect, it } from "vitest";
import { forecast } from "./forecast.ts";
import type { Point } from "./point.ts";
import { at, minuteOf, policies, policyOf, type SimulatedPoint, simulate, spans } from "./testing.ts";

const DAY = 24 * 60 * 60_000;

const known = (points: readonly Point[]) =>
  points.map(
    ({ rule, place, made, expires }) => `${made.toISOString()} ${rule} ${place} ${expires.toISOString()}`,
  );

const simulated = (points: readonly SimulatedPoint[]) =>
  points.map(
    ({ rule, place, made, expires }) =>
      `${new Date(made).toISOString()} ${rule} ${place} ${new Date(expires).toISOString()}`,
  );

it("knows the points of any minute, and their tier, as a simulation run by run does", () => {
  fc.assert(
    fc.property(policies, spans(20), fc.nat(), (policy, span, minute) => {
      const all = simulate(policy, span);
      const instant = minuteOf(span, all, minute);
      const points = forecast(policy, span).pointsAt(new Date(instant));
      const expected = all.filter(({ made, expires }) => made <= instant && instant < expires);
      expect(known(points).sort()).toEqual(simulated(expected).sort());
      const inTier = (tier: string) => known(points.filter((point) => point.tier === tier)).sort();
      expect(inTier("cold")).toEqual(simulated(expected.filter(({ cold }) => cold <= instant)).sort());
    }),
    { numRuns: 50 },
  );
}, 60_000);

it("knows every day of a span as the simulation does", () => {
  fc.assert(
    fc.property(policies, spans(60), (policy, span) => {
      const seen = forecast(policy, span);
      const all = simulate(policy, span);
      for (let day = span.from.getTime(); day < span.to.getTime(); day += DAY) {
        const [end, now] = [day + DAY, new Date(day)];
        const held = seen.heldAt(now).reduce((sum, { warm, cold }) => sum + warm + cold, 0);
        expect(held).toBe(all.filter(({ made, expires }) => made <= day && day < expires).length);
        if (end > span.to.getTime()) continue;
        const during = all.filter(({ made, expires }) => made < end && day < expires);
        expect(known(seen.pointsDuring(now, new Date(end))).sort()).toEqual(simulated(during).sort());
      }
    }),
    { numRuns: 30 },
  );
}, 60_000);

it("keeps a daily point for so many times 24 hours, whatever clocks do", () => {
  const policy = policyOf({
    rules: {
      daily: { schedule: "cron(0 5 * * ? *)", timeZone: "Europe/Paris", keepDays: 2, startWindowMinutes: 60 },
    },
  });
  const seen = forecast(policy, { from: at("2027-03-27"), to: at("2027-03-31") });
  // Clocks go forward on the 28th: 05:00 is 04:00 UTC before and 03:00 UTC after.
  expect(seen.pointsAt(at("2027-03-29T03:30Z")).map(({ made }) => made)).toEqual([
    at("2027-03-27T04:00Z"),
    at("2027-03-28T03:00Z"),
    at("2027-03-29T03:00Z"),
  ]);
  expect(seen.pointsAt(at("2027-03-29T04:00Z"))).toHaveLength(2);
});

it("has one point where start windows overlap, of the rule that keeps longer", () => {
  const windows = { startWindowMinutes: 60, completionWindowMinutes: 60 };
  const policy = policyOf({
    rules: {
      hourly: { schedule: "cron(0 * * * ? *)", keepDays: 1, ...windows },
      daily: { schedule: "cron(30 5 * * ? *)", keepDays: 35, ...windows },
    },
  });
  const seen = forecast(policy, { from: at("2027-01-01"), to: at("2027-01-02"), since: at("2027-01-01") });
  const points = seen.pointsAt(at("2027-01-01T08:00Z"));
  expect(points.map(({ rule, made }) => `${rule} ${made.getUTCHours()}`)).toEqual([
    "hourly 0",
    "hourly 1",
    "hourly 2",
    "hourly 3",
    "hourly 4",
    "hourly 7",
    "hourly 8",
    "daily 5",
  ]);
});

it("leaves out cold storage and copies without the advanced features", () => {
  const rule = {
    schedule: "cron(0 5 1 * ? *)",
    keepDays: 365,
    coldAfterDays: 30,
    copies: [{ to: { kind: "region" as const, region: "eu-west-1" }, keepDays: 35 }],
  };
  const span = { from: at("2027-01-01"), to: at("2028-01-01") };
  const held = (advancedDynamoDb: boolean) =>
    forecast(policyOf({ rules: { monthly: rule }, assumptions: { advancedDynamoDb } }), span).heldAt(
      at("2027-06-15"),
    );
  expect(held(true)).toEqual([
    { rule: "monthly", place: "vault", warm: 1, cold: 11 },
    { rule: "monthly", place: "eu-west-1", warm: 1, cold: 0 },
  ]);
  expect(held(false)).toEqual([{ rule: "monthly", place: "vault", warm: 12, cold: 0 }]);
});

it("puts the points of a rule with an air-gapped vault there", () => {
  const airGappedVaultArn = "arn:aws:backup:us-east-1:123456789012:backup-vault:gap";
  const policy = policyOf({
    rules: { daily: { schedule: "cron(0 5 * * ? *)", keepDays: 7, airGappedVaultArn } },
  });
  const { lanes } = forecast(policy, { from: at("2027-01-01"), to: at("2027-01-11") });
  expect(lanes).toEqual([{ rule: "daily", place: airGappedVaultArn, isCopy: false, keepDays: 7, made: 10 }]);
});

it("refuses a span that ends before it begins", () => {
  expect(() => forecast(policyOf({}), { from: at("2027-01-02"), to: at("2027-01-01") })).toThrow(
    /has to be after its beginning/,
  );
});
