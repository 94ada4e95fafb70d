import type { RuleInput } from "../schema.ts";
import { type RuleOptions, rule } from "./rule.ts";

/** Backups whenever AWS's cron says so: `cron(minutes hours day-of-month month day-of-week year)`. */
export function cron(expression: `cron(${string})`, options: RuleOptions): RuleInput {
  return rule(expression, options);
}
