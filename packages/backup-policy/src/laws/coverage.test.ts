import fc from "fast-check";
import { expect, it } from "vitest";
import { forecast } from "../forecast/forecast.ts";
import { minuteOf, policies, policyOf, simulate, simulatedLoss, spans } from "../forecast/testing.ts";
import type { Policy } from "../schema.ts";
import { rule } from "../testing.ts";
import { FROM, lanesInYears, makeCalendar, TO } from "./calendar.ts";
import { reach, reachesBack, worstAge } from "./coverage.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Every point that can matter to an incident of that span, one run after the other, each job as late as can be. */
const pointsOf = (policy: Policy, { from, to }: { from: Date; to: Date }) => simulate(policy, { from, to });

it("has a usable point no older than the worst age, at any minute, as a simulation finds them", () => {
  fc.assert(
    fc.property(policies, spans(20), fc.nat(), (policy, span, number) => {
      const worst = worstAge(lanesInYears(policy));
      fc.pre(Number.isFinite(worst));
      const points = pointsOf(policy, span);
      const now = minuteOf(span, points, number);
      expect(simulatedLoss(points, now, now)! * MINUTE).toBeLessThanOrEqual(worst);
    }),
    { numRuns: 40 },
  );
}, 60_000);

it("has a point from before any incident that is noticed as late as the reach, as a simulation finds them", () => {
  fc.assert(
    fc.property(policies, spans(20), fc.nat(), (policy, span, number) => {
      const far = reach(lanesInYears(policy));
      fc.pre(far > 0);
      const points = pointsOf(policy, span);
      const incident = minuteOf(span, points, number);
      expect(simulatedLoss(points, incident, incident + far * DAY)).toBeDefined();
    }),
    { numRuns: 40 },
  );
}, 60_000);

it("has an incident that leaves nothing when it is noticed a day later than that", () => {
  fc.assert(
    fc.property(policies, (policy) => {
      const late = reach(lanesInYears(policy)) + 1;
      const years = { from: new Date(FROM), to: new Date(TO) };
      const { loss, incident } = forecast({ ...policy, continuous: undefined }, years).worstLoss(late);
      expect(loss).toBeUndefined();
      const points = pointsOf(policy, { from: incident, to: new Date(incident.getTime() + MINUTE) });
      expect(simulatedLoss(points, incident.getTime(), incident.getTime() + late * DAY)).toBeUndefined();
    }),
    { numRuns: 40 },
  );
}, 60_000);

it("says what the forecast says", () => {
  fc.assert(
    fc.property(policies, fc.integer({ min: 1, max: 120 }), (policy, days) => {
      const lanes = lanesInYears(policy);
      const seen = forecast({ ...policy, continuous: undefined }, { from: new Date(FROM), to: new Date(TO) });
      expect(reachesBack(lanes, days)).toBe(seen.worstLoss(days).loss !== undefined);
      expect(reachesBack(lanes, days)).toBe(days <= reach(lanes));
      expect(worstAge(lanes)).toBe((seen.worstLoss(0).loss?.minutes ?? Infinity) * MINUTE);
    }),
    { numRuns: 40 },
  );
}, 60_000);

it("counts on what a copy keeps longer than its source", () => {
  const copies = [{ to: { kind: "region" as const, region: "eu-west-1" }, keepDays: 90 }];
  expect(reach(lanesInYears(policyOf({ rules: { daily: rule() } })))).toBe(33);
  expect(reach(lanesInYears(policyOf({ rules: { daily: rule({ copies }) } })))).toBe(88);
});

it("looks at years that hold leap days and clock changes", () => {
  expect(makeCalendar().starts("cron(0 0 29 2 ? *)", "UTC")).toHaveLength(3);
  expect(new Date(TO).getUTCFullYear() - new Date(FROM).getUTCFullYear()).toBe(10);
});
