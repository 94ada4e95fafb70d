import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../forecast/time.ts";
import { FROM, TO } from "../laws/calendar.ts";
import { startsBetween } from "../schedule.ts";
import { cronThrough } from "./cron-through.ts";

const span = { from: FROM, to: TO };
const shifted = (schedule: string, by: number) =>
  startsBetween(schedule, "UTC", FROM - by, TO - by).map((start) => start + by);

it.each([
  ["cron(0 5 * * ? *)", 3.25 * HOUR, "cron(15 8 * * ? *)"],
  ["cron(0 9 ? * SAT *)", 3.25 * HOUR, "cron(15 12 ? * SAT *)"],
  ["cron(0 22 ? * SAT *)", 3.25 * HOUR, "cron(15 1 ? * SUN *)"],
  ["cron(0 22 ? * MON,WED *)", 3.25 * HOUR, "cron(15 1 ? * TUE,THU *)"],
  ["cron(0 13 1 * ? *)", 3.25 * HOUR, "cron(15 16 1 * ? *)"],
  ["cron(0 22 L * ? *)", 3.25 * HOUR, "cron(15 1 1 * ? *)"],
  ["cron(0 22 31 * ? *)", 3.25 * HOUR, "cron(15 1 1 1,2,4,6,8,9,11 ? *)"],
  ["cron(0 5 28 * ? *)", 7 * DAY + 8 * HOUR, "cron(0 13 4,5,6,7 * ? *)"],
  ["cron(0 13 L FEB ? *)", 3 * HOUR, "cron(0 16 L FEB ? *)"],
  ["cron(0 13 L * ? *)", 3 * HOUR, "cron(0 16 L * ? *)"],
  ["cron(0 9 ? * 6L *)", 3 * HOUR, "cron(0 12 ? * 6L *)"],
  ["cron(0 5 1 JAN ? 2030-2031)", HOUR, "cron(0 6 1 JAN ? 2030-2031)"],
  ["cron(0 * * * ? *)", 15 * MINUTE, "cron(15 * * * ? *)"],
])("says %s, %d milliseconds later", (schedule, by, expected) => {
  expect(cronThrough(shifted(schedule, by), span, schedule)).toBe(expected);
});

it("is due at each of the instants, and not every day where they are few", () => {
  const day = fc.constantFrom(
    "? * SAT",
    "1 * ?",
    "L * ?",
    "15W * ?",
    "? * 6L",
    "31 * ?",
    "29 FEB ?",
    "? * 2#1",
  );
  fc.assert(
    fc.property(day, fc.nat(23), fc.nat(10 * 24 * 60), (day, hour, minutes) => {
      const [date, month, weekday] = day.split(" ");
      const schedule = `cron(0 ${hour} ${date} ${month} ${weekday} *)`;
      const instants = shifted(schedule, minutes * MINUTE);
      const due = startsBetween(cronThrough(instants, span, schedule), "UTC", FROM, TO);
      const all = new Set(due);
      expect(instants.filter((at) => !all.has(at))).toEqual([]);
      expect(due.length).toBeLessThan(14 * instants.length);
    }),
    { numRuns: 60 },
  );
});
