import { PolicyError } from "../policy-error.ts";

/** Hours and minutes of a 24-hour clock: `05:00`. */
export type TimeOfDay = `${number}:${number}`;

/** The two fields of a cron expression that say the time of day. */
export function minutesAndHours(at: TimeOfDay, field: string): string {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(at) ?? [];
  if (hour === undefined || minute === undefined) {
    throw new PolicyError([{ field, rule: "shape", got: at, allowed: "a time from 00:00 to 23:59" }]);
  }
  return `${Number(minute)} ${Number(hour)}`;
}
