import fc from "fast-check";
import { expect, it } from "vitest";
import { parseSchedule } from "../schedule.ts";
import { startsBetween } from "./starts.ts";

const DAY = 24 * 60 * 60_000;
const at = (time: string) => new Date(time).getTime();

const oneByOne = (expression: string, timeZone: string, from: number, to: number) => {
  const schedule = parseSchedule(expression, timeZone);
  const found: number[] = [];
  let next = schedule.next(new Date(from - 1));
  for (; next && next.getTime() < to; next = schedule.next(next)) found.push(next.getTime());
  return found;
};

const dates = fc.constantFrom("*", "1", "31", "L", "LW", "15W", "1W", "31W", "1,15,L", "1/7", "28-2");
const weekdays = fc.constantFrom("*", "SAT", "MON-FRI", "6L", "L", "2#1", "3#5", "FRI-MON", "1,7");
const days = fc.oneof(
  dates.map((date) => [date, "?"] as const),
  weekdays.map((weekday) => ["?", weekday] as const),
);
const expressions = fc
  .record({
    minutes: fc.constantFrom("0", "30", "0,45"),
    hours: fc.constantFrom("2", "5", "*", "0/6", "22-3"),
    days,
    month: fc.constantFrom("*", "2", "MAR,OCT", "1/3"),
    year: fc.constantFrom("*", "*", "2028", "2027/2"),
  })
  .map(
    ({ minutes, hours, days, month, year }) =>
      `cron(${minutes} ${hours} ${days[0]} ${month} ${days[1]} ${year})`,
  );
const zones = fc.constantFrom(
  "UTC",
  "Europe/Paris",
  "America/New_York",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
);

it("finds what the library finds one by one", () => {
  fc.assert(
    fc.property(
      expressions,
      zones,
      fc.integer({ min: at("2026-01-01"), max: at("2029-01-01") }),
      fc.integer({ min: 1, max: 40 }),
      (expression, timeZone, from, length) => {
        const to = from + length * DAY;
        expect(startsBetween(expression, timeZone, from, to)).toEqual(
          oneByOne(expression, timeZone, from, to),
        );
      },
    ),
  );
});

it.each([
  ["a leap day", "cron(0 5 29 2 ? *)", "UTC", ["2028-02-29T05:00:00Z"]],
  [
    "the last day of each month",
    "cron(0 5 L 1-4 ? 2028)",
    "UTC",
    ["2028-01-31T05:00:00Z", "2028-02-29T05:00:00Z", "2028-03-31T05:00:00Z", "2028-04-30T05:00:00Z"],
  ],
  // 02:30 doesn't come on 2028-03-26 and comes twice on 2028-10-29.
  ["no time that clocks skip", "cron(30 2 26 3 ? 2028)", "Europe/Paris", []],
  ["a time that comes twice, once", "cron(30 2 29 10 ? 2028)", "Europe/Paris", ["2028-10-29T00:30:00Z"]],
])("finds %s", (_, expression, timeZone, expected) => {
  const found = startsBetween(expression, timeZone, at("2027-01-01"), at("2030-01-01"));
  expect(found).toEqual(expected.map(at));
});

it("finds the start at the beginning of the span and not the one at its end", () => {
  const found = startsBetween(
    "cron(0 5 * * ? *)",
    "UTC",
    at("2026-11-22T05:00:00Z"),
    at("2026-11-23T05:00:00Z"),
  );
  expect(found).toEqual([at("2026-11-22T05:00:00Z")]);
});
