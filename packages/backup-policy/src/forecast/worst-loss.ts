import type { Lane } from "./lane.ts";
import { type Continuous, continuousLoss, type Loss, safeAfter } from "./loss.ts";
import { pointOf } from "./point.ts";
import { countUpTo } from "./sorted.ts";
import { MINUTE } from "./time.ts";

/** The most that any incident of a span costs. */
export interface WorstLoss {
  /** Undefined: nothing is left from before the incident. */
  loss: Loss | undefined;
  /** The incident: just before this instant, or at it when nothing is left. */
  incident: Date;
}

/** A lane with the ages between which its points serve. */
interface Serving {
  lane: Lane;
  after: number;
  until: number;
  /** The first point that is yet to serve, and when it begins to. */
  next: number;
  begins: number;
  /** The point before it, and when it ceases to serve. */
  made: number;
  ends: number;
}

/**
 * The worst incident from an instant until before another, noticed `delay` later. Loss grows between the
 * moments at which a point begins or ends to serve, so that only those need a look.
 */
export function worstLoss(
  lanes: readonly Lane[],
  continuous: Continuous | undefined,
  { from, to, delay }: { from: number; to: number; delay: number },
): WorstLoss {
  const continuing = (incident: number): WorstLoss | undefined => {
    const lost = continuous && continuousLoss(continuous, incident, delay);
    if (lost === undefined) return undefined;
    return { loss: { minutes: lost / MINUTE, from: "continuous" }, incident: new Date(incident) };
  };
  const throughout = continuing(from);
  if (throughout) return throughout;
  const since = continuous?.since ?? to;
  // Point-in-time recovery that is turned on within the span serves every incident from then on.
  const later = since < to ? continuing(since) : undefined;
  const before = sweep(serving(lanes, from, delay), from, later ? since : to);
  return later && minutes(later) > minutes(before) ? later : before;
}

const minutes = ({ loss }: WorstLoss): number => loss?.minutes ?? Infinity;

function serving(lanes: readonly Lane[], from: number, delay: number): Serving[] {
  return longestOfRules(lanes).flatMap((lane) => {
    const [after, until] = [safeAfter(lane, delay), lane.keep - delay];
    if (after >= until) return [];
    const next = countUpTo(lane.made, from - after);
    return [advance({ lane, after, until, next, begins: 0, made: 0, ends: 0 })];
  });
}

/** Takes up the point before the next one. */
function advance(serving: Serving): Serving {
  const { lane, after, until, next } = serving;
  serving.begins = (lane.made[next] ?? Infinity) + after;
  serving.made = lane.made[next - 1] ?? -Infinity;
  serving.ends = serving.made + until;
  return serving;
}

function sweep(serving: Serving[], from: number, to: number): WorstLoss {
  let worst: { lane: Lane; made: number; incident: number } | undefined;
  for (let at = from; at < to; ) {
    let best: Serving | undefined;
    let change = to;
    for (const one of serving) {
      if (one.begins < change) change = one.begins;
      if (one.ends <= at) continue;
      if (one.ends < change) change = one.ends;
      if (!best || one.made > best.made) best = one;
    }
    if (!best) return { loss: undefined, incident: new Date(at) };
    if (!worst || change - best.made > worst.incident - worst.made) {
      worst = { lane: best.lane, made: best.made, incident: change };
    }
    for (const one of serving) {
      while (one.begins <= change) {
        one.next += 1;
        advance(one);
      }
    }
    at = change;
  }
  if (!worst) throw new RangeError("A span has to end after it begins.");
  return {
    loss: { minutes: (worst.incident - worst.made) / MINUTE, from: pointOf(worst.lane, worst.made) },
    incident: new Date(worst.incident),
  };
}

/** Of a rule's lanes the one that keeps longest serves whenever another one does. */
function longestOfRules(lanes: readonly Lane[]): Lane[] {
  const longest = new Map<string, Lane>();
  for (const lane of lanes) {
    if (lane.keep > (longest.get(lane.rule)?.keep ?? 0)) longest.set(lane.rule, lane);
  }
  return [...longest.values()];
}
