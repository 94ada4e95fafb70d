import fc from "fast-check";
import * as v from "valibot";
import { parseSchedule } from "../schedule.ts";
import { Policy, type PolicyInput, type Rule, type RuleInput, rulesOf } from "../schema.ts";
import { policyInput } from "../testing.ts";
import type { ForecastSpan } from "./forecast.ts";
import type { TableSize } from "./size.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A policy as the schema reads it, whatever the laws say of it. */
export const policyOf = (changes: Partial<PolicyInput>): Policy => v.parse(Policy, policyInput(changes));

export const at = (time: string): Date => new Date(time);

/** A point of the simulation; times in milliseconds. */
export interface SimulatedPoint {
  rule: string;
  place: string;
  region: string | undefined;
  made: number;
  /** From then on its job can't start any more, so that what happens later isn't in it. */
  started: number;
  usable: number;
  cold: number;
  expires: number;
}

/** Every point a policy ever makes until the span's end, one nextRun after the other. */
export function simulate(policy: Policy, { from, to, since, jobs }: ForecastSpan): SimulatedPoint[] {
  const rules = rulesOf(policy);
  const late = new Date(to.getTime() + 3 * DAY);
  const taken: { name: string; rule: Rule; made: number }[] = [];
  for (const [name, rule] of [...rules].sort(([, a], [, b]) => b.keepDays - a.keepDays)) {
    const schedule = parseSchedule(rule.schedule, rule.timeZone);
    // Early enough for every point of its own and of the rules that give way to it.
    const longest = Math.max(
      ...rules
        .filter(([, other]) => other.keepDays <= rule.keepDays)
        .flatMap(([, other]) => [other, ...other.copies].map(({ keepDays }) => keepDays)),
    );
    const first = since ?? new Date(from.getTime() - (longest + 3) * DAY);
    const others = [...taken];
    for (
      let run = schedule.next(new Date(first.getTime() - 1));
      run && run < late;
      run = schedule.next(run)
    ) {
      const made = run.getTime();
      const end = made + rule.startWindowMinutes * MINUTE;
      const overlaps = others.some(
        (other) => other.made < end && made < other.made + other.rule.startWindowMinutes * MINUTE,
      );
      if (!overlaps) taken.push({ name, rule, made });
    }
  }
  const { advancedDynamoDb } = policy.assumptions;
  return taken
    .filter(({ made }) => made < to.getTime())
    .flatMap(({ name, rule, made }) => {
      const onTime = jobs === "onTime";
      const started = made + (onTime ? 0 : rule.startWindowMinutes * MINUTE);
      const point = (
        place: string,
        region: string | undefined,
        lifecycle: typeof rule | (typeof rule.copies)[0],
      ) => ({
        rule: name,
        place,
        region,
        made,
        started,
        usable: started + (onTime ? 0 : rule.completionWindowMinutes * MINUTE),
        cold:
          advancedDynamoDb && lifecycle.coldAfterDays !== undefined
            ? made + lifecycle.coldAfterDays * DAY
            : Number.POSITIVE_INFINITY,
        expires: made + lifecycle.keepDays * DAY,
      });
      if (!advancedDynamoDb) return [point("vault", undefined, rule)];
      return [
        point(rule.airGappedVaultArn ?? "vault", undefined, rule),
        ...rule.copies.map((copy) =>
          copy.to.kind === "region"
            ? point(copy.to.region, copy.to.region, copy)
            : point("?", undefined, copy),
        ),
      ];
    });
}

/**
 * A minute of the span by a number: one in two is when something happens to a point, where off by one would
 * show.
 */
export function minuteOf(span: ForecastSpan, points: readonly SimulatedPoint[], number: number): number {
  const [from, to] = [span.from.getTime(), span.to.getTime()];
  const events = points
    .flatMap(({ made, started, usable, cold, expires }) => [made, started, usable, cold, expires])
    .filter((event) => event >= from && event < to);
  const event = events[number % Math.max(1, events.length)];
  return number % 2 === 0 && event !== undefined ? event : from + (number % ((to - from) / MINUTE)) * MINUTE;
}

/** Minutes lost in an incident, by looking at every point; undefined when nothing is left. */
export function simulatedLoss(
  points: readonly SimulatedPoint[],
  incident: number,
  noticed: number,
): number | undefined {
  const safe = points.filter(
    ({ started, usable, expires }) => started <= incident && usable <= noticed && noticed < expires,
  );
  return safe.length === 0 ? undefined : (incident - Math.max(...safe.map(({ made }) => made))) / MINUTE;
}

const sometimes = fc
  .record({
    hour: fc.constantFrom("5", "2", "0/12"),
    days: fc.constantFrom(
      ...["* * ?", "L * ?", "15W * ?", "1,31 * ?", "29 2 ?"],
      ...["? * SAT", "? * MON-FRI", "? * 2#1", "? * 6L"],
    ),
  })
  .map(({ hour, days }) => {
    const [dayOfMonth, month, dayOfWeek] = days.split(" ");
    return `cron(30 ${hour} ${dayOfMonth} ${month} ${dayOfWeek} *)`;
  });

const often = fc.constantFrom("cron(0 * * * ? *)", "cron(0/30 22-3 * * ? *)", "cron(15 0/6 ? * FRI-SUN *)");

const zones = fc.constantFrom("UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe");

const briefly = fc.record({ keepDays: fc.integer({ min: 1, max: 4 }) });

const lifecycles = fc.oneof(
  fc.record({ keepDays: fc.integer({ min: 1, max: 40 }) }),
  fc
    .record({ coldAfterDays: fc.integer({ min: 1, max: 10 }), more: fc.integer({ min: 90, max: 100 }) })
    .map(({ coldAfterDays, more }) => ({ coldAfterDays, keepDays: coldAfterDays + more })),
);

const rulesOn = (
  schedules: fc.Arbitrary<string>,
  lifecycles: fc.Arbitrary<Pick<RuleInput, "keepDays" | "coldAfterDays">>,
): fc.Arbitrary<RuleInput> =>
  fc
    .record({
      schedule: schedules,
      timeZone: zones,
      startWindowMinutes: fc.constantFrom(60, 60, 90, 480),
      completionWindowMinutes: fc.constantFrom(60, 120, 3 * 24 * 60),
      copies: fc.array(fc.tuple(lifecycles, fc.constantFrom("eu-west-1", "us-east-1")), { maxLength: 2 }),
      lifecycle: lifecycles,
    })
    .map(({ lifecycle, copies, ...rule }) => ({
      ...rule,
      ...lifecycle,
      copies: copies.map(([copy, region]) => ({ ...copy, to: { kind: "region" as const, region } })),
    }));

// What is made often is kept briefly, or the simulation takes minutes.
const rules = fc.oneof(rulesOn(sometimes, lifecycles), rulesOn(often, briefly));

/** Policies of one to three rules with copies, cold storage and every kind of calendar. */
export const policies: fc.Arbitrary<Policy> = fc
  .record({
    rules: fc.array(rules, { minLength: 1, maxLength: 3 }),
    advancedDynamoDb: fc.boolean(),
    continuous: fc.option(fc.record({ days: fc.integer({ min: 1, max: 3 }) }), { nil: undefined }),
  })
  .map(({ rules, advancedDynamoDb, continuous }) =>
    policyOf({
      rules: Object.fromEntries(rules.map((rule, i) => [`rule${i}`, rule])),
      assumptions: { advancedDynamoDb },
      ...(continuous && { continuous }),
    }),
  );

const anyMinute = fc
  .integer({ min: at("2027-01-01").getTime() / MINUTE, max: at("2033-01-01").getTime() / MINUTE })
  .map((minute) => new Date(minute * MINUTE));

/** Clocks change, a leap day comes, a month or a year ends. */
const remarkable = fc.constantFrom(
  "2028-02-27T22:11Z",
  "2028-03-24T23:00Z",
  "2028-10-27T12:30Z",
  "2027-11-05T05:00Z",
  "2028-12-30T00:01Z",
);

/** Spans of up to that many days. */
export const spans = (longest: number): fc.Arbitrary<ForecastSpan & { length: number }> =>
  fc
    .record({
      from: fc.oneof(anyMinute, remarkable.map(at)),
      length: fc.integer({ min: 1, max: longest * 24 * 60 }),
      sinceDays: fc.option(fc.integer({ min: -20, max: 3 }), { nil: undefined, freq: 2 }),
      jobs: fc.constantFrom<"onTime" | "atLatest">("onTime", "atLatest"),
    })
    .map(({ from, length, sinceDays, jobs }) => ({
      from,
      to: new Date(from.getTime() + length * MINUTE),
      length,
      jobs,
      ...(sinceDays !== undefined && { since: new Date(from.getTime() + sinceDays * DAY) }),
    }));

export const tableSizes: fc.Arbitrary<TableSize[]> = fc.array(
  fc.record(
    {
      name: fc.constant("Item"),
      gb: fc.integer({ min: 0, max: 500 }),
      growth: fc.oneof(
        fc.record({ gbPerMonth: fc.integer({ min: -5, max: 20 }) }),
        fc.record({ percentPerMonth: fc.integer({ min: -10, max: 20 }) }),
      ),
    },
    { requiredKeys: ["name", "gb"] },
  ),
  { minLength: 1, maxLength: 3 },
);
