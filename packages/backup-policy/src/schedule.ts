import { cronSchedule } from "./schedule/cron.ts";
import { ScheduleError } from "./schedule/error.ts";
import { rateSchedule } from "./schedule/rate.ts";
import { startsBetween } from "./schedule/starts.ts";
import { fromWall, isTimeZone } from "./schedule/wall-clock.ts";

export { ScheduleError, startsBetween };

/** When something is due. */
export interface Schedule {
  /** The first instant strictly after `after`; undefined when there is none any more. */
  next(after: Date): Date | undefined;
}

/**
 * Reads an AWS schedule expression: `cron(minutes hours day-of-month month day-of-week year)`,
 * `rate(value unit)` or `at(yyyy-mm-ddThh:mm:ss)`.
 *
 * @param timeZone an IANA name; AWS's default is UTC. Clock changes are as AWS documents them: a time that
 * doesn't exist is skipped, a time that comes twice is due once, the first time.
 * @throws ScheduleError naming the expression, the field and what AWS allows there
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function parseSchedule(expression: string, timeZone = "UTC"): Schedule {
  const [, kind, body] = /^(cron|rate|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === undefined || body === undefined) {
    throw new ScheduleError(expression, "it has to be cron(…), rate(…) or at(…)");
  }
  if (!isTimeZone(timeZone)) {
    throw new ScheduleError(
      expression,
      `the time zone "${timeZone}" isn't an IANA name such as Europe/Paris`,
    );
  }
  if (kind === "cron") return cronSchedule(expression, body, timeZone);
  if (kind === "rate") return rateSchedule(expression, body);
  return once(expression, body, timeZone);
}

/** The first time an AWS schedule expression is due strictly after an instant; see `parseSchedule`. */
export function nextRun(expression: string, after: Date, timeZone?: string): Date | undefined {
  return parseSchedule(expression, timeZone).next(after);
}

/** So many days back, one after the other: most schedules are due daily, some in leap years only. */
const REACHES = [2, 40, 3300];

/** The last time an AWS cron expression was due at an instant or before. */
export function lastRun(expression: string, at: Date, timeZone = "UTC"): Date | undefined {
  for (const days of REACHES) {
    const from = at.getTime() - days * 24 * 60 * 60_000;
    const last = startsBetween(expression, timeZone, from, at.getTime() + 1).at(-1);
    if (last !== undefined) return new Date(last);
  }
  return undefined;
}

function once(expression: string, body: string, timeZone: string): Schedule {
  const wall = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(body) ? new Date(`${body}Z`) : undefined;
  if (!wall || Number.isNaN(wall.getTime())) {
    throw new ScheduleError(expression, `"${body}" has to be a date and time such as 2026-11-22T05:00:00`);
  }
  const due = fromWall(wall, timeZone);
  return { next: (after) => (due && due > after ? due : undefined) };
}
