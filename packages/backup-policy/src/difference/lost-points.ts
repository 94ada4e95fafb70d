import { nextRun } from "../schedule.ts";
import type { Rule } from "../schema.ts";
import { count } from "../words.ts";
import type { LostPoints } from "./change.ts";
import { date, moment } from "./dates.ts";
import { runs, type Timing } from "./rhythm.ts";

const DAY = 86_400_000;

type Made = Timing & Pick<Rule, "keepDays">;

interface Source {
  rule: string;
  copy?: string;
  /** A rule, or a copy with its rule's schedule; no `after`: no such points are made any more. */
  before: Made;
  after?: Made | undefined;
  asOf: Date;
}

/** The points that are kept for a shorter time or not made any more; undefined when there would be none. */
export function lostPoints({ rule, copy, before, after, asOf }: Source): LostPoints | undefined {
  const isKeptShorter = after !== undefined && after.keepDays < before.keepDays;
  const from = isKeptShorter ? firstRun(after, asOf) : firstLeftOut(before, after, asOf);
  if (!from) return undefined;
  const keepDays = { before: before.keepDays, after: after?.keepDays ?? 0 };
  return {
    rule,
    ...(copy !== undefined && { copy }),
    keepDays,
    atATime: { before: atATime(before, asOf), after: after ? atATime(after, asOf) : 0 },
    from,
    gone: isKeptShorter ? later(from, keepDays.after) : from,
    insteadOf: later(from, keepDays.before),
  };
}

const firstRun = ({ schedule, timeZone }: Timing, asOf: Date) => nextRun(schedule, asOf, timeZone);

/** The first run that the later schedule hasn't. */
function firstLeftOut(before: Timing, after: Timing | undefined, asOf: Date): Date | undefined {
  if (!after) return firstRun(before, asOf);
  const kept = new Set(runs(after, asOf, 366));
  const leftOut = runs(before, asOf, 366).find((run) => run > asOf.getTime() && !kept.has(run));
  return leftOut === undefined ? undefined : new Date(leftOut);
}

/** How many points there are once the first of them has expired. */
const atATime = (made: Made, asOf: Date): number => runs(made, asOf, made.keepDays).length;

const later = (from: Date, days: number) => new Date(from.getTime() + days * DAY);

/** What becomes of the points, in a sentence. */
export function lostPointsSentence({ keepDays, from, gone, insteadOf }: LostPoints): string {
  const kept = "Points that exist keep the lifecycle they were made with";
  if (keepDays.after === 0) {
    return `${kept}, so the last of them is there until ${date(insteadOf)} at most; from ${moment(from)} on none is made.`;
  }
  if (gone === from) return `${kept}; the one of ${moment(from)} is the first that isn't made.`;
  return `${kept}; the one of ${moment(from)} is the first to go sooner, on ${date(gone)} instead of ${date(insteadOf)}: ${count(keepDays.before - keepDays.after, "day")}.`;
}
