import type { RuleInput } from "../schema.ts";
import { type DayOfMonth, dayOfMonth } from "./day-of-month.ts";
import { type RuleOptions, rule } from "./rule.ts";
import { minutesAndHours, type TimeOfDay } from "./time-of-day.ts";

// biome-ignore format: a table reads better whole.
export type Month = "JAN" | "FEB" | "MAR" | "APR" | "MAY" | "JUN" | "JUL" | "AUG" | "SEP" | "OCT" | "NOV" | "DEC";

interface YearlyOptions extends RuleOptions {
  month: Month;
  on: DayOfMonth;
  at: TimeOfDay;
}

/** A backup every year on that day of that month. */
export function yearly({ month, on, at, ...options }: YearlyOptions): RuleInput {
  const day = dayOfMonth(on, "yearly.on");
  return rule(`cron(${minutesAndHours(at, "yearly.at")} ${day} ${month} ? *)`, options);
}
