import type { Lane } from "./lane.ts";
import { countUpTo } from "./sorted.ts";

export type Tier = "warm" | "cold";

/** A recovery point to come. */
export interface Point {
  rule: string;
  /** `vault`, or what the copy went to: a Region, `account/Region/vault`, a vault's ARN. */
  place: string;
  /** When its job is scheduled, which is the latest that its contents are from; its lifecycle counts from here. */
  made: Date;
  /** When its job has ended, or has been given up, at the latest. AWS gives copies no time limit. */
  usable: Date;
  /** When it moves to cold storage, if it does. */
  cold?: Date;
  /** When its time is over; AWS deletes it within 8 hours. */
  expires: Date;
}

export interface PointAt extends Point {
  tier: Tier;
}

/** How many points a rule has in a place. */
export interface Held {
  rule: string;
  place: string;
  warm: number;
  cold: number;
}

/** The points that exist at some time from an instant until before another, rule by rule, oldest first. */
export function pointsDuring(lanes: readonly Lane[], from: number, to: number): Point[] {
  return lanes.flatMap((lane) => {
    const first = countUpTo(lane.made, from - lane.keep);
    const last = countBefore(lane.made, to);
    return lane.made.slice(first, last).map((made) => pointOf(lane, made));
  });
}

/** The points that exist at an instant, rule by rule, oldest first. */
export function pointsAt(lanes: readonly Lane[], at: number): PointAt[] {
  return lanes.flatMap((lane) => {
    const [first, last] = [countUpTo(lane.made, at - lane.keep), countUpTo(lane.made, at)];
    return lane.made
      .slice(first, last)
      .map((made) => ({ ...pointOf(lane, made), tier: tierOf(lane, made, at) }));
  });
}

/** How many points exist at an instant, rule by rule. */
export function heldAt(lanes: readonly Lane[], at: number): Held[] {
  return lanes.map((lane) => {
    const cold = countUpTo(lane.made, at - lane.coldAfter);
    return {
      rule: lane.rule,
      place: lane.place,
      warm: countUpTo(lane.made, at) - cold,
      cold: cold - countUpTo(lane.made, at - lane.keep),
    };
  });
}

export const tierOf = (lane: Lane, made: number, at: number): Tier =>
  made + lane.coldAfter <= at ? "cold" : "warm";

export function pointOf(lane: Lane, made: number): Point {
  return {
    rule: lane.rule,
    place: lane.place,
    made: new Date(made),
    usable: new Date(made + lane.startWindow + lane.completionWindow),
    ...(lane.coldAfter < lane.keep && { cold: new Date(made + lane.coldAfter) }),
    expires: new Date(made + lane.keep),
  };
}

const countBefore = (ascending: readonly number[], limit: number) => countUpTo(ascending, limit - 1);
