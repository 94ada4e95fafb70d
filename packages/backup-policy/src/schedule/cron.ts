import { Cron } from "croner";
import type { Schedule } from "../schedule.ts";
import { ScheduleError } from "./error.ts";
import { type Field, inCronersWords } from "./field.ts";
import { fromWall, toWall } from "./wall-clock.ts";

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const FIELDS: readonly Field[] = [
  { name: "minutes", min: 0, max: 59 },
  { name: "hours", min: 0, max: 23 },
  { name: "day-of-month", min: 1, max: 31, special: /^(L|LW|\d+W)$/ },
  { name: "month", min: 1, max: 12, names: MONTHS },
  { name: "day-of-week", min: 1, max: 7, names: WEEKDAYS, special: /^(L|[1-7]L|[1-7]#[1-5])$/ },
  { name: "year", min: 1970, max: 2199 },
];

/**
 * The library finds the days and times on the wall clock; this side speaks AWS's dialect (six fields, exactly
 * one `?`, 1 = SUN, `6L`, ranges over midnight) and AWS's rules for clock changes.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
 */
export function cronSchedule(expression: string, body: string, timeZone: string): Schedule {
  const wallClock = parse(expression, body);
  return {
    next(after) {
      let wall: Date | null = toWall(after, timeZone);
      while (true) {
        wall = wallClock.nextRun(wall);
        if (wall === null) return undefined;
        const instant = fromWall(wall, timeZone);
        if (instant && instant > after) return instant;
      }
    },
  };
}

function parse(expression: string, body: string): Cron {
  const words = cronWords(expression, body);
  return new Cron(`0 ${words.join(" ")}`, { mode: "7-part", alternativeWeekdays: true, timezone: "UTC" });
}

/**
 * The six fields of an AWS cron expression with names, ranges and steps resolved: lists of numbers, `*` for
 * `?`, and `L`, `LW`, `15W`, `2#3`, `6#L` where AWS has them.
 *
 * @throws ScheduleError
 */
export function cronWords(expression: string, body: string): string[] {
  const fields = body.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) {
    throw new ScheduleError(
      expression,
      `it has ${fields.length} fields, AWS wants six (minutes hours day-of-month month day-of-week year)`,
    );
  }
  if ((fields[2] === "?") === (fields[4] === "?")) {
    throw new ScheduleError(expression, "exactly one of day-of-month and day-of-week has to be ?");
  }
  return FIELDS.map((field, i) => inCronersWords(expression, field, fields[i] ?? ""));
}
