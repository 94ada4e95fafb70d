import type { RuleInput } from "../schema.ts";
import { type RuleOptions, rule } from "./rule.ts";
import { minutesAndHours, type TimeOfDay } from "./time-of-day.ts";

export type Weekday = "SUN" | "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT";

/** A backup every week on that day. */
export function weekly({ on, at, ...options }: RuleOptions & { on: Weekday; at: TimeOfDay }): RuleInput {
  return rule(`cron(${minutesAndHours(at, "weekly.at")} ? * ${on} *)`, options);
}
