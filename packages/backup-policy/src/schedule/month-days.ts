const DAY = 24 * 60 * 60_000;

/** A month of a calendar without zones: when its first day begins, how long it is, on which weekday it begins. */
interface Month {
  start: number;
  length: number;
  /** 0 is Sunday. */
  firstWeekday: number;
}

/** The days of a month that the day-of-month and day-of-week fields of a cron expression leave, from 1. */
export function monthDays(year: number, month: number, dayOfMonth: string, dayOfWeek: string): number[] {
  const start = Date.UTC(year, month - 1, 1);
  const length = (Date.UTC(year, month, 1) - start) / DAY;
  const of = { start, length, firstWeekday: new Date(start).getUTCDay() };
  const found =
    dayOfWeek === "*"
      ? dayOfMonth.split(",").flatMap((item) => byDate(of, item))
      : dayOfWeek.split(",").flatMap((item) => byWeekday(of, item));
  return [...new Set(found)].sort((a, b) => a - b);
}

function byDate(month: Month, item: string): number[] {
  if (item === "*") return Array.from({ length: month.length }, (_, i) => i + 1);
  if (item === "L") return [month.length];
  if (item === "LW") return [nearestWeekday(month, month.length)];
  const day = Number.parseInt(item, 10);
  if (day > month.length) return [];
  return [item.endsWith("W") ? nearestWeekday(month, day) : day];
}

function byWeekday(month: Month, item: string): number[] {
  const [weekday, nth] = item.split("#");
  const first = ((Number(weekday) - 1 - month.firstWeekday + 7) % 7) + 1;
  const all = [first, first + 7, first + 14, first + 21, first + 28].filter((day) => day <= month.length);
  if (nth === undefined) return all;
  return nth === "L" ? all.slice(-1) : all.slice(Number(nth) - 1, Number(nth));
}

/** Monday to Friday nearest to that day, in the same month. */
function nearestWeekday(month: Month, day: number): number {
  const weekday = (month.firstWeekday + day - 1) % 7;
  if (weekday === 6) return day > 1 ? day - 1 : day + 2;
  if (weekday === 0) return day < month.length ? day + 1 : day - 2;
  return day;
}
