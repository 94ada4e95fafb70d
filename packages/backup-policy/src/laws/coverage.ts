import type { Lane } from "../forecast/lane.ts";
import { DAY, MINUTE } from "../forecast/time.ts";
import { worstLoss } from "../forecast/worst-loss.ts";
import { FROM, TO } from "./calendar.ts";

/** As the schema has it. */
const LONGEST_KEEP_DAYS = 36_500;

/**
 * How old the newest usable recovery point can get, in milliseconds: what the forecast says an incident costs that
 * is noticed at once. Infinite when there are times without any.
 */
export function worstAge(lanes: readonly Lane[]): number {
  const { loss } = worstLoss(lanes, undefined, { from: FROM, to: TO, delay: 0 });
  return loss ? loss.minutes * MINUTE : Number.POSITIVE_INFINITY;
}

/** Whether an incident that is noticed so many days late always leaves a recovery point from before it. */
export const reachesBack = (lanes: readonly Lane[], days: number): boolean =>
  worstLoss(lanes, undefined, { from: FROM, to: TO, delay: days * DAY }).loss !== undefined;

/** The most days late that any incident may be noticed; 0 when there are times without any point. */
export function reach(lanes: readonly Lane[]): number {
  let [reached, missed] = [0, LONGEST_KEEP_DAYS + 1];
  while (missed - reached > 1) {
    const days = (reached + missed) >>> 1;
    if (reachesBack(lanes, days)) reached = days;
    else missed = days;
  }
  return reached;
}
