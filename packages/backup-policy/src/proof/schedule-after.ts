import { MINUTE } from "../forecast/time.ts";
import { FROM, TO } from "../laws/calendar.ts";
import { clockSpells } from "../schedule/clock-spells.ts";
import { startsBetween } from "../schedule.ts";
import type { Rule } from "../schema.ts";
import { cronThrough } from "./cron-through.ts";

/** A job may end with its window; then there is a point to restore. */
const MARGIN = 15 * MINUTE;

/**
 * A schedule in UTC that is due when a job of the rule has surely ended, for each of its jobs. EventBridge's rules know
 * no time zone: where clocks change, the runs keep to the later of a job's two times.
 */
export function scheduleAfter(rule: Rule): string | undefined {
  const { schedule, timeZone, startWindowMinutes, completionWindowMinutes } = rule;
  const shift = (startWindowMinutes + completionWindowMinutes) * MINUTE + MARGIN - leastOffset(timeZone);
  const walls = startsBetween(schedule, "UTC", FROM - shift, TO - shift);
  if (walls.length === 0) return undefined;
  const due = walls.map((wall) => wall + shift);
  return cronThrough(due, { from: FROM, to: TO }, schedule);
}

function leastOffset(timeZone: string): number {
  const [first, last] = [FROM, TO - 1].map((at) => new Date(at).getUTCFullYear());
  const years = Array.from({ length: last! - first! + 1 }, (_, i) => first! + i);
  return Math.min(...years.flatMap((year) => clockSpells(timeZone, year).map(({ offset }) => offset)));
}
