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
  return within(inOrder(found), from, to);
}

/**
 * The instants at which the wall clock shows those times of a day. A time that clocks skip has none, of one
 * that comes twice it is the first.
 */
function append(found: number[], midnight: number, times: number[], spells: ClockSpell[]): void {
  const whole = spells.find(({ from, to }) => from <= midnight - DAY && midnight + 2 * DAY <= to);
  if (whole) {
    for (const time of times) found.push(midnight + time - whole.offset);
    return;
  }
  for (const time of times) {
    const shown = spells.find(({ from, to, offset }) => {
      const instant = midnight + time - offset;
      return instant >= from && instant < to;
    });
    if (shown) found.push(midnight + time - shown.offset);
  }
}

/** Cuts off the days at both ends: there are few, whatever lies between. */
function within(starts: number[], from: number, to: number): number[] {
  let [first, last] = [0, starts.length];
  while (first < last && (starts[first] ?? to) < from) first += 1;
  while (first < last && (starts[last - 1] ?? from) >= to) last -= 1;
  return first === 0 && last === starts.length ? starts : starts.slice(first, last);
}

function numbers(list = ""): number[] {
  return [...new Set(list.split(",").map(Number))].sort((a, b) => a - b);
}

/** Where clocks are set back, a time of the wall can come before an earlier one. */
function inOrder(starts: number[]): number[] {
  for (let i = 1; i < starts.length; i += 1) {
    if ((starts[i] ?? 0) <= (starts[i - 1] ?? 0)) return [...new Set(starts)].sort((a, b) => a - b);
  }
  return starts;
}
