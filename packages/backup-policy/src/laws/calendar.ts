import { type Lane, lanesOf } from "../forecast/lane.ts";
import { startsBetween } from "../schedule/starts.ts";
import type { Policy } from "../schema.ts";

/**
 * The years in which the laws try out schedules. Fixed, so that a policy is judged the same every day; ten
 * of them have leap years, every change of clocks and every month end.
 */
export const FROM = Date.UTC(2027, 0, 1);
export const TO = Date.UTC(2037, 0, 1);

/** When schedules are due in those years, each looked up once. */
export interface Calendar {
  starts(schedule: string, timeZone: string): readonly number[];
}

export function makeCalendar(): Calendar {
  const known = new Map<string, number[]>();
  return {
    starts(schedule, timeZone) {
      const key = `${schedule} ${timeZone}`;
      const starts = known.get(key) ?? startsBetween(schedule, timeZone, FROM, TO);
      known.set(key, starts);
      return starts;
    },
  };
}

/**
 * The longest time from one start to the next in milliseconds, the end of the years being one; infinite
 * when nothing starts in them.
 *
 * @param starts in order
 */
export function worstGap(starts: readonly number[]): number {
  if (starts.length === 0) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (const [i, start] of starts.entries()) worst = Math.max(worst, (starts[i + 1] ?? TO) - start);
  return worst;
}

/** The recovery points that a policy has in those years, if every job is as late as its windows let it be. */
export const lanesInYears = (policy: Policy): Lane[] =>
  lanesOf(policy, { from: FROM, to: TO, since: Number.NEGATIVE_INFINITY, late: true });
