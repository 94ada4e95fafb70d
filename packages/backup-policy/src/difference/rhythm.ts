import { nextRun, startsBetween } from "../schedule.ts";
import type { Direction } from "./change.ts";

/** A schedule and the zone whose clock it follows. */
export interface Timing {
  schedule: string;
  timeZone: string;
}

/** How often a schedule runs, in milliseconds; Infinity where it ends within ten years. */
interface Rhythm {
  longestGap: number;
  meanGap: number;
}

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const FEW = 20;

/** The times a schedule is due in so many days from a moment on. */
export const runs = ({ schedule, timeZone }: Timing, from: Date, days: number): number[] =>
  startsBetween(schedule, timeZone, from.getTime(), from.getTime() + days * 24 * HOUR);

/** Measured over a year, or over ten where a year has few runs. */
function rhythmOf(timing: Timing, asOf: Date): Rhythm {
  const year = runs(timing, asOf, YEAR / (24 * HOUR));
  const starts = year.length < FEW ? runs(timing, asOf, (10 * YEAR) / (24 * HOUR)) : year;
  const [first, last] = [starts[0], starts.at(-1)];
  const ends = !nextRun(timing.schedule, new Date(asOf.getTime() + 10 * YEAR), timing.timeZone);
  if (first === undefined || last === undefined || first === last || ends) {
    return { longestGap: Number.POSITIVE_INFINITY, meanGap: Number.POSITIVE_INFINITY };
  }
  const gaps = starts.slice(1).map((start, i) => start - starts[i]!);
  return {
    longestGap: gaps.reduce((longest, gap) => Math.max(longest, gap), 0),
    meanGap: (last - first) / gaps.length,
  };
}

/**
 * A schedule is weaker when it leaves a longer time without a run, or runs less often. Between two time zones the
 * hour by which clocks change counts for nothing, nor does what it does to the mean.
 */
export function compareRhythms(before: Timing, after: Timing, asOf: Date): Direction {
  const [was, is] = [rhythmOf(before, asOf), rhythmOf(after, asOf)];
  const leeway = before.timeZone === after.timeZone ? 0 : HOUR;
  if (differs(was.longestGap, is.longestGap, leeway)) {
    return is.longestGap < was.longestGap ? "stronger" : "weaker";
  }
  if (differs(was.meanGap, is.meanGap, 0.001 * Math.max(was.meanGap, is.meanGap))) {
    return is.meanGap < was.meanGap ? "stronger" : "weaker";
  }
  return "different";
}

const differs = (a: number, b: number, leeway: number) => a !== b && Math.abs(a - b) > leeway;
