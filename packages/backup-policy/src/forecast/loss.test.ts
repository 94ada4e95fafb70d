import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Policy } from "../schema.ts";
import { type ForecastSpan, forecast } from "./forecast.ts";
import {
  at,
  minuteOf,
  policies,
  policyOf,
  type SimulatedPoint,
  simulate,
  simulatedLoss,
  spans,
} from "./testing.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Minutes lost as point-in-time recovery and every single point say; Infinity when nothing is left. */
function naive(
  policy: Policy,
  { since }: ForecastSpan,
  points: readonly SimulatedPoint[],
  { incident, delay }: { incident: number; delay: number },
): number {
  const on = policy.continuous && incident >= (since?.getTime() ?? -Infinity);
  if (on && delay <= (policy.continuous?.days ?? 0) * DAY) return Math.max(0, 5 - delay / MINUTE);
  return simulatedLoss(points, incident, incident + delay) ?? Infinity;
}

it("loses at any minute what the simulation loses", () => {
  fc.assert(
    fc.property(policies, spans(20), fc.nat(), fc.nat(), (policy, span, first, second) => {
      const points = simulate(policy, span);
      const moments = [first, second].map((number) => minuteOf(span, points, number));
      const [incident = 0, noticed = 0] = moments.sort((a, b) => a - b);
      const loss = forecast(policy, span).loss({ incident: new Date(incident), noticed: new Date(noticed) });
      const expected = naive(policy, span, points, { incident, delay: noticed - incident });
      expect(loss?.minutes ?? Infinity).toBe(expected);
    }),
    { numRuns: 60 },
  );
}, 60_000);

it("finds the newest usable point of any minute as the simulation does", () => {
  fc.assert(
    fc.property(policies, spans(20), fc.nat(), (policy, span, minute) => {
      const points = simulate(policy, span);
      const now = minuteOf(span, points, minute);
      const usable = points.filter(({ usable, expires }) => usable <= now && now < expires);
      const newest = forecast(policy, span).newestUsable(new Date(now));
      expect(newest?.made.getTime()).toBe(
        usable.length === 0 ? undefined : Math.max(...usable.map(({ made }) => made)),
      );
    }),
    { numRuns: 60 },
  );
}, 60_000);

it("finds the worst incident of a span as the simulation does minute by minute", () => {
  fc.assert(
    fc.property(policies, spans(5), fc.nat({ max: 14 }), (policy, span, days) => {
      const delay = days * DAY;
      const points = simulate(policy, span);
      let worst = 0;
      for (let incident = span.from.getTime(); incident < span.to.getTime(); incident += MINUTE) {
        const lost = naive(policy, span, points, { incident, delay });
        // Until the minute is over it grows; what is written in point-in-time recovery's last minutes doesn't.
        const grows = !policy.continuous || lost !== naive(policy, span, [], { incident, delay });
        worst = Math.max(worst, grows ? lost + 1 : lost);
      }
      const found = forecast(policy, span).worstLoss(days);
      expect(found.loss?.minutes ?? Infinity).toBe(worst);
    }),
    { numRuns: 30 },
  );
}, 60_000);

describe("a daily rule with an hour to start and two to complete", () => {
  const policy = policyOf({ continuous: { days: 35 } });
  const seen = forecast(policy, { from: at("2027-01-01"), to: at("2028-01-01") });
  const fromTheVault = { places: ["vault"] };

  it("can be 27 hours old when it's needed at once", () => {
    const worst = seen.worstLoss(0, fromTheVault);
    expect(worst.loss?.minutes).toBe(27 * 60);
    expect(worst.incident).toEqual(at("2027-01-01T08:00Z"));
    expect(worst.loss?.from).toMatchObject({ rule: "daily", made: at("2026-12-31T05:00Z") });
  });

  it("can be 25 hours old for what is noticed later: a job that starts afterwards saves the damage", () => {
    expect(seen.worstLoss(7, fromTheVault).loss?.minutes).toBe(25 * 60);
  });

  it("reaches 33 days and 23 hours back at every time", () => {
    expect(seen.worstLoss(34 - 1 / 24, fromTheVault).loss?.minutes).toBe(25 * 60);
    expect(seen.worstLoss(34, fromTheVault).loss).toBeUndefined();
  });

  it("loses nothing while point-in-time recovery reaches back", () => {
    expect(seen.worstLoss(0).loss).toEqual({ minutes: 5, from: "continuous" });
    expect(seen.worstLoss(35).loss).toEqual({ minutes: 0, from: "continuous" });
    expect(seen.worstLoss(35.5).loss).toBeUndefined();
  });

  it("loses everything before the first point", () => {
    const fresh = forecast(policyOf({}), {
      from: at("2027-01-01"),
      to: at("2027-02-01"),
      since: at("2027-01-01"),
    });
    expect(fresh.newestUsable(at("2027-01-01T07:59Z"))).toBeUndefined();
    expect(fresh.newestUsable(at("2027-01-01T08:00Z"))?.made).toEqual(at("2027-01-01T05:00Z"));
    expect(fresh.worstLoss(0)).toEqual({ loss: undefined, incident: at("2027-01-01") });
  });
});

it("restores from a copy when the vault is lost", () => {
  const policy = policyOf({
    rules: {
      daily: {
        schedule: "cron(0 5 * * ? *)",
        keepDays: 35,
        startWindowMinutes: 60,
        completionWindowMinutes: 120,
      },
      weekly: {
        schedule: "cron(0 9 ? * SAT *)",
        keepDays: 90,
        startWindowMinutes: 60,
        completionWindowMinutes: 120,
        copies: [{ to: { kind: "region", region: "eu-west-1" }, keepDays: 90 }],
      },
    },
  });
  const seen = forecast(policy, { from: at("2027-01-01"), to: at("2027-06-01") });
  expect(seen.worstLoss(0).loss?.minutes).toBe(27 * 60);
  expect(seen.worstLoss(0, { places: ["eu-west-1"] }).loss?.minutes).toBe((7 * 24 + 3) * 60);
  expect(seen.newestUsable(at("2027-01-06T12:00Z"), { places: ["eu-west-1"] })).toMatchObject({
    rule: "weekly",
    place: "eu-west-1",
    made: at("2027-01-02T09:00Z"),
  });
});

it("serves from the end of a job's windows until the point expires", () => {
  const windows = { startWindowMinutes: 60, completionWindowMinutes: 120 };
  const policy = policyOf({
    rules: { weekly: { schedule: "cron(0 9 ? * SAT *)", keepDays: 3, ...windows } },
  });
  const seen = forecast(policy, { from: at("2027-01-02"), to: at("2027-01-08") });
  const made = at("2027-01-02T09:00Z");
  expect(seen.newestUsable(at("2027-01-02T11:59Z"))).toBeUndefined();
  expect(seen.newestUsable(at("2027-01-02T12:00Z"))?.made).toEqual(made);
  expect(seen.newestUsable(at("2027-01-05T08:59Z"))?.made).toEqual(made);
  expect(seen.newestUsable(at("2027-01-05T09:00Z"))).toBeUndefined();
});
