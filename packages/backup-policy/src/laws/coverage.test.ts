import fc from "fast-check";
import { expect, it } from "vitest";
import { shaped } from "../shape.ts";
import { policyInput, rule } from "../testing.ts";
import { FROM, makeCalendar, TO } from "./calendar.ts";
import { reach, worstAge } from "./coverage.ts";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const rules = fc
  .array(
    fc.record({
      schedule: fc.constantFrom(
        "cron(0 5 * * ? *)",
        "cron(0 9 ? * SAT *)",
        "cron(0 0/8 * * ? *)",
        "cron(0 13 1 * ? *)",
      ),
      startWindowMinutes: fc.constantFrom(60, 480),
      completionWindowMinutes: fc.constantFrom(60, 600, 3000),
      keepDays: fc.integer({ min: 1, max: 60 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => Object.fromEntries(all.map((changes, i) => [`rule${i}`, rule(changes)])));

const policyOf = (input: Parameters<typeof policyInput>[0]) => {
  const result = shaped(policyInput(input));
  if ("refusals" in result) throw new Error(JSON.stringify(result.refusals));
  return result.policy;
};

/** The points of a policy as an instant finds them: made, usable, and not yet expired. */
const pointsOf = (policy: ReturnType<typeof policyOf>) => {
  const calendar = makeCalendar();
  return Object.values(policy.rules).flatMap((rule) =>
    calendar.starts(rule.schedule, rule.timeZone).map((start) => ({
      start,
      usable: start + (rule.startWindowMinutes + rule.completionWindowMinutes) * 60_000,
      gone: start + rule.keepDays * DAY,
    })),
  );
};

const instants = fc
  .integer({ min: 0, max: 365 * 24 * 4 })
  .map((quarters) => FROM + 400 * DAY + quarters * 15 * 60_000);

it("has a usable point no older than the worst age, at any instant", () => {
  fc.assert(
    fc.property(rules, instants, (rules, now) => {
      const policy = policyOf({ rules });
      const worst = worstAge(policy, makeCalendar());
      fc.pre(Number.isFinite(worst));
      const usable = pointsOf(policy).filter(({ usable, gone }) => usable <= now && now < gone);
      expect(now - Math.max(...usable.map(({ start }) => start))).toBeLessThanOrEqual(worst);
    }),
    { numRuns: 40 },
  );
});

it("has a point as old as the reach, at any instant", () => {
  fc.assert(
    fc.property(rules, instants, (rules, now) => {
      const policy = policyOf({ rules });
      const far = reach(policy, makeCalendar());
      fc.pre(far > 0);
      const kept = pointsOf(policy).filter(({ start, gone }) => start <= now && now < gone);
      expect(now - Math.min(...kept.map(({ start }) => start))).toBeGreaterThanOrEqual(far);
    }),
    { numRuns: 40 },
  );
});

it("looks at years that hold leap days and clock changes", () => {
  expect(makeCalendar().starts("cron(0 0 29 2 ? *)", "UTC")).toHaveLength(3);
  expect(new Date(TO).getUTCFullYear() - new Date(FROM).getUTCFullYear()).toBe(10);
});
