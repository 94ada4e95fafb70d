import { type ClockSpell, clockSpells } from "./clock-spells.ts";
import { cronWords } from "./cron.ts";
import { monthDays } from "./month-days.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Every time an AWS cron expression is due from an instant until before another, in order: what
 * `Schedule.next` finds one by one, made a day at a time, so that years of an hourly rule take milliseconds.
 *
 * @param from milliseconds since 1970, as `to` and what is returned
 * @throws ScheduleError
 */
export function startsBetween(expression: string, timeZone: string, from: number, to: number): number[] {
  const words = cronWords(expression, expression.trim().slice("cron(".length, -1));
  const [minutes, hours, dayOfMonth = "", months, dayOfWeek = "", years] = words;
  const times = numbers(hours).flatMap((hour) =>
    numbers(minutes).map((minute) => (hour * 60 + minute) * MINUTE),
  );
  const found: number[] = [];
  // A zone's day is up to a day off UTC's.
  const [firstYear, lastYear] = [from - DAY, to + DAY].map((at) => new Date(at).getUTCFullYear());
  for (const year of numbers(years).filter((y) => y >= (firstYear ?? y) && y <= (lastYear ?? y))) {
    const spells = [year - 1, year, year + 1].flatMap((y) => clockSpells(timeZone, y));
    for (const month of numbers(months)) {
      for (const day of monthDays(year, month, dayOfMonth, dayOfWeek)) {
        const midnight = Date.UTC(year, month - 1, day);
        if (midnight > from - 2 * DAY && midnight < to + DAY) append(found, midnight, times, spells);
      }
    }
  }
  return inOrder(found).filter((start) => start >= from && start < to);
}

/**
 * The instants at which the wall clock shows those times of a day. A time that clocks skip has none, of one
 * that comes twice it is the first.
 */
function append(found: number[], midnight: number, times: number[], spells: ClockSpell[]): void {
  const near = spells.filter((spell) => spell.to > midnight - DAY && spell.from < midnight + 2 * DAY);
  const [first] = near;
  if (first && near.every(({ offset }) => offset === first.offset)) {
    for (const time of times) found.push(midnight + time - first.offset);
    return;
  }
  for (const time of times) {
    const shown = near
      .map(({ from, to, offset }) => ({ from, to, instant: midnight + time - offset }))
      .find(({ from, to, instant }) => instant >= from && instant < to);
    if (shown) found.push(shown.instant);
  }
}

function numbers(list = ""): number[] {
  return [...new Set(list.split(",").map(Number))].sort((a, b) => a - b);
}

/** Where clocks are set back, a time of the wall can come before an earlier one. */
function inOrder(starts: number[]): number[] {
  const ordered = starts.every((start, i) => i === 0 || start > (starts[i - 1] ?? start));
  return ordered ? starts : [...new Set(starts)].sort((a, b) => a - b);
}
