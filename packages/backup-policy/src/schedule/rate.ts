import type { Schedule } from "../schedule.ts";
import { ScheduleError } from "./error.ts";

const MINUTES = { minute: 1, hour: 60, day: 24 * 60 } as const;

/**
 * Rates count from the last time, so the next one is a full period after `after`. A day is 24 hours,
 * whatever the clocks do.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html
 */
export function rateSchedule(expression: string, body: string): Schedule {
  const [, digits, unit, plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(body.trim()) ?? [];
  if (digits === undefined || unit === undefined) {
    throw new ScheduleError(expression, "a rate is a positive whole number and minutes, hours or days");
  }
  const value = Number(digits);
  if ((value === 1) !== (plural === "")) {
    throw new ScheduleError(expression, `write ${value} ${value === 1 ? unit : `${unit}s`}`);
  }
  const period = value * MINUTES[unit as keyof typeof MINUTES] * 60_000;
  return { next: (after) => new Date(after.getTime() + period) };
}
