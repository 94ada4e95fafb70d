const compact = /^(?:(\d+)y)?(?:(\d+)mo)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/i;
const iso8601 = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;
const [second, minute, hour, day, week] = [1000, 60_000, 3_600_000, 86_400_000, 604_800_000];

/**
 * The moment so long after another, years and months by the calendar: "90d", "1d12h", "3mo", or as ISO 8601 has it, "P3M".
 * Undefined for what isn't a duration, or is none at all.
 */
export function later(from: Date, duration: string): Date | undefined {
  const found = compact.exec(duration) ?? iso8601.exec(duration);
  const [years, months, weeks, days, hours, minutes, seconds] = (found ?? [])
    .slice(1)
    .map((n) => Number(n ?? 0));
  if (!found || [years, months, weeks, days, hours, minutes, seconds].every((count) => !count))
    return undefined;
  const rest = weeks! * week + days! * day + hours! * hour + minutes! * minute + seconds! * second;
  return new Date(addMonths(from, years! * 12 + months!).getTime() + rest);
}

/** The same day of a later month, or that month's last: a month after 31 January is 28 February. */
function addMonths(from: Date, months: number): Date {
  const date = new Date(from);
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(from.getUTCDate(), last));
  return date;
}

/** "2027-01-01", or with a time, "2027-01-01T05:00"; in UTC where it names no offset. Undefined for anything else. */
export function dateOf(text: string): Date | undefined {
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!found) return undefined;
  const [, date, time = "00:00", offset = "Z"] = found;
  const read = new Date(`${date}T${time}${offset}`);
  // JavaScript takes 31 April for 1 May.
  return Number.isNaN(read.getTime()) || !isCalendarDate(date!) ? undefined : read;
}

const isCalendarDate = (date: string): boolean => new Date(`${date}T00:00Z`).toISOString().startsWith(date);
