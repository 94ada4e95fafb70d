import type { Lane } from "./lane.ts";
import { type Point, pointOf } from "./point.ts";
import { countUpTo } from "./sorted.ts";
import { DAY, MINUTE } from "./time.ts";

/**
 * How far point-in-time recovery is behind, "typically".
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html
 */
const CONTINUOUS_LAG = 5 * MINUTE;

/** What an incident costs: everything written since what is restored. */
export interface Loss {
  minutes: number;
  /** What is restored: a recovery point, or the table's point-in-time recovery. */
  from: Point | "continuous";
}

/** DynamoDB's point-in-time recovery: how far back it goes and since when it is on. */
export interface Continuous {
  days: number;
  since: number;
}

/** When data was damaged, and when somebody saw it and wants to restore. */
export interface Incident {
  incident: number;
  noticed: number;
}

/** What is lost in an incident; undefined when nothing is left from before it. */
export function lossOf(
  lanes: readonly Lane[],
  continuous: Continuous | undefined,
  { incident, noticed }: Incident,
): Loss | undefined {
  const lost = continuous && continuousLoss(continuous, incident, noticed - incident);
  if (lost !== undefined) return { minutes: lost / MINUTE, from: "continuous" };
  const best = newestSafe(lanes, { incident, noticed });
  return best && { minutes: (incident - best.made) / MINUTE, from: pointOf(best.lane, best.made) };
}

/**
 * The newest point to restore after an incident, undefined when there is none.
 *
 * A job that may start after the incident doesn't count: it would save the damage.
 */
export function newestSafe(
  lanes: readonly Lane[],
  { incident, noticed }: Incident,
): { lane: Lane; made: number } | undefined {
  let best: { lane: Lane; made: number } | undefined;
  for (const lane of lanes) {
    const made = lane.made[countUpTo(lane.made, incident - safeAfter(lane, noticed - incident)) - 1];
    if (made === undefined || made + lane.keep <= noticed) continue;
    if (!best || made > best.made) best = { lane, made };
  }
  return best;
}

/** How old a point has to be at an incident to be surely from before it, and complete when it is noticed. */
export const safeAfter = ({ startWindow, completionWindow }: Lane, delay: number): number =>
  Math.max(startWindow, startWindow + completionWindow - delay);

/** Undefined where point-in-time recovery doesn't reach. */
export function continuousLoss(continuous: Continuous, incident: number, delay: number): number | undefined {
  if (incident < continuous.since || delay > continuous.days * DAY) return undefined;
  return Math.max(0, CONTINUOUS_LAG - delay);
}
