import { PolicyError } from "../policy-error.ts";

// biome-ignore format: a table reads better whole.
type EveryMonthHas = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20 | 21 | 22 | 23 | 24 | 25 | 26 | 27 | 28;

/** A day that every month has. The 29th to 31st would leave months out; the last day is `last`. */
export type DayOfMonth = EveryMonthHas | "last";

/** The field of a cron expression that says the day of the month. */
export function dayOfMonth(on: DayOfMonth, field: string): string {
  if (on === "last") return "L";
  if (Number.isInteger(on) && on >= 1 && on <= 28) return String(on);
  throw new PolicyError([
    { field, rule: "shape", got: on, allowed: 'a day from 1 to 28, which every month has, or "last"' },
  ]);
}
