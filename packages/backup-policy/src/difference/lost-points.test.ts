import * as fc from "fast-check";
import { expect, it } from "vitest";
import { forecast } from "../forecast/index.ts";
import type { Policy, RuleInput } from "../schema.ts";
import { rule } from "../testing.ts";
import { comparePolicies } from "./compare-policies.ts";
import { policy } from "./testing.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;

const schedules = [
  "cron(0 5 * * ? *)",
  "cron(0 5 ? * MON-FRI *)",
  "cron(0 5 ? * SAT *)",
  "cron(0 5 L * ? *)",
  "cron(30 2 * * ? *)",
];
const daily = (changes: Partial<RuleInput>) => policy({ rules: { daily: rule(changes) } });

/** Two policies whose rule keeps for shorter, runs less often, or is gone. */
const weakened = fc
  .record({
    schedule: fc.constantFrom(...schedules),
    other: fc.constantFrom(...schedules),
    timeZone: fc.constantFrom("UTC", "Europe/Paris", "America/New_York"),
    keepDays: fc.integer({ min: 2, max: 100 }),
    fewer: fc.integer({ min: 1, max: 99 }),
    asOf: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) }).map((at) => new Date(at)),
  })
  .chain(({ schedule, other, timeZone, keepDays, fewer, asOf }) => {
    const before = daily({ schedule, timeZone, keepDays });
    return fc.record({
      asOf: fc.constant(asOf),
      before: fc.constant(before),
      after: fc.constantFrom(
        daily({ schedule, timeZone, keepDays: Math.max(1, keepDays - fewer) }),
        daily({ schedule: other, timeZone, keepDays }),
        policy({ rules: {} }),
      ),
    });
  });

it("names the first point that the forecast of the later policy lacks, and when it does", () => {
  fc.assert(
    fc.property(weakened, ({ before, after, asOf }) => {
      const [lost] = comparePolicies(before, after, { asOf }).flatMap(({ points }) => points ?? []);
      fc.pre(lost !== undefined);
      const madeAt = (one: Policy, at: number) =>
        forecast(one, { from: asOf, to: new Date(asOf.getTime() + 1000 * DAY), since: asOf, jobs: "onTime" })
          .pointsAt(new Date(at))
          .map(({ made }) => made.getTime());
      const { from, gone, insteadOf } = lost!;
      const lackedAt = (at: number) => {
        const there = new Set(madeAt(after, at));
        return madeAt(before, at).filter((made) => !there.has(made));
      };

      expect(lackedAt(gone.getTime())).toEqual([from.getTime()]);
      expect(lackedAt(gone.getTime() - MINUTE)).toEqual([]);
      expect(madeAt(before, insteadOf.getTime() - MINUTE)).toContain(from.getTime());
      expect(madeAt(before, insteadOf.getTime())).not.toContain(from.getTime());
    }),
  );
});
