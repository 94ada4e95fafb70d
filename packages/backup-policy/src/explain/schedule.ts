const WEEKDAYS: Record<string, string> = {
  SUN: "Sunday",
  MON: "Monday",
  TUE: "Tuesday",
  WED: "Wednesday",
  THU: "Thursday",
  FRI: "Friday",
  SAT: "Saturday",
};
const MONTHS: Record<string, string> = {
  JAN: "January",
  FEB: "February",
  MAR: "March",
  APR: "April",
  MAY: "May",
  JUN: "June",
  JUL: "July",
  AUG: "August",
  SEP: "September",
  OCT: "October",
  NOV: "November",
  DEC: "December",
};

/** When a schedule is due, as people say it where they have words for it: `every day at 05:00 (UTC)`. */
export function scheduleInWords(schedule: string, timeZone = "UTC"): string {
  const [, minute = "", hour = "", date = "", month = "", weekday = "", year = ""] =
    /^cron\((\d+) (\d+|\*) (\S+) (\S+) (\S+) (\S+)\)$/.exec(schedule.toUpperCase().replace("CRON", "cron")) ??
    [];
  const day = year === "*" ? days(date, month, weekday) : undefined;
  if (!day) return `whenever ${schedule} is due (${timeZone})`;
  const two = (digits: string) => digits.padStart(2, "0");
  if (hour === "*") {
    const every = `every hour, ${minute === "0" ? "on the hour" : `${minute} minutes past`}`;
    return day === "every day" ? `${every} (${timeZone})` : `whenever ${schedule} is due (${timeZone})`;
  }
  return `${day} at ${two(hour)}:${two(minute)} (${timeZone})`;
}

function days(date: string, month: string, weekday: string): string | undefined {
  if (month === "*" && `${date}${weekday}`.replace("?", "") === "*") return "every day";
  if (month === "*" && date === "?" && WEEKDAYS[weekday]) return `every ${WEEKDAYS[weekday]}`;
  if (weekday !== "?" || !/^(L|\d+)$/.test(date)) return undefined;
  if (month === "*") return date === "L" ? "on the last day of every month" : `on day ${date} of every month`;
  if (!MONTHS[month]) return undefined;
  return date === "L"
    ? `on the last day of ${MONTHS[month]} every year`
    : `on ${MONTHS[month]} ${date} every year`;
}
