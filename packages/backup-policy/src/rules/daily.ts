import type { RuleInput } from "../schema.ts";
import { type RuleOptions, rule } from "./rule.ts";
import { minutesAndHours, type TimeOfDay } from "./time-of-day.ts";

/** A backup every day at that time. */
export function daily({ at, ...options }: RuleOptions & { at: TimeOfDay }): RuleInput {
  return rule(`cron(${minutesAndHours(at, "daily.at")} * * ? *)`, options);
}
