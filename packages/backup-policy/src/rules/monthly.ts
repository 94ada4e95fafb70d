import type { RuleInput } from "../schema.ts";
import { type DayOfMonth, dayOfMonth } from "./day-of-month.ts";
import { type RuleOptions, rule } from "./rule.ts";
import { minutesAndHours, type TimeOfDay } from "./time-of-day.ts";

/** A backup every month on that day. */
export function monthly({ on, at, ...options }: RuleOptions & { on: DayOfMonth; at: TimeOfDay }): RuleInput {
  return rule(`cron(${minutesAndHours(at, "monthly.at")} ${dayOfMonth(on, "monthly.on")} * ? *)`, options);
}
