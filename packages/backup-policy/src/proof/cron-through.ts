import { startsBetween } from "../schedule.ts";

const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

interface Span {
  from: number;
  to: number;
}

/**
 * An AWS cron expression, in UTC, that is due at each of those instants of the span, and as seldom besides as can be
 * said: by weekdays, by dates, or on the days of another expression, such as the last one of a month.
 */
export function cronThrough(instants: readonly number[], span: Span, daysOf: string): string {
  const dates = instants.map((at) => new Date(at));
  const field = (part: (date: Date) => number, first: number, last: number) =>
    list(new Set(dates.map(part)), first, last);
  const minutes = field((date) => date.getUTCMinutes(), 0, 59);
  const hours = field((date) => date.getUTCHours(), 0, 23);
  const days = field((date) => date.getUTCDate(), 1, 31);
  const months = field((date) => date.getUTCMonth() + 1, 1, 12);
  const weekdays = field((date) => date.getUTCDay(), 0, 6).replaceAll(
    /\d/g,
    (day) => WEEKDAYS[Number(day)] ?? day,
  );
  const [first, last] = [span.from, span.to - 1].map((at) => new Date(at).getUTCFullYear());
  const years = field((date) => date.getUTCFullYear(), first ?? 0, last ?? 0);
  const [, , dayOfMonth, month, dayOfWeek, year] =
    /^cron\((.*)\)$/.exec(daysOf.trim())?.[1]?.split(/\s+/) ?? [];
  const candidates = [
    `cron(${minutes} ${hours} ${dayOfMonth} ${month} ${dayOfWeek} ${year})`,
    `cron(${minutes} ${hours} ${days} ${months} ? ${years})`,
    `cron(${minutes} ${hours} ? ${months} ${weekdays} ${years})`,
  ].map((expression) => ({ expression, due: startsBetween(expression, "UTC", span.from, span.to) }));
  const fit = candidates.filter(({ due }) => {
    const all = new Set(due);
    return instants.every((at) => at < span.from || at >= span.to || all.has(at));
  });
  return fit.reduce((best, one) => (one.due.length < best.due.length ? one : best)).expression;
}

/** `*` where all are in it. */
function list(values: ReadonlySet<number>, first: number, last: number): string {
  return values.size === last - first + 1 ? "*" : [...values].sort((a, b) => a - b).join(",");
}
