import { type Policy, type Rule, rulesOf } from "../schema.ts";
import { type Calendar, TO, worstGap } from "./calendar.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * How old the newest usable recovery point can get, in milliseconds. A point is as old as the start of its
 * job and usable when the job is through, at the latest at the end of both windows; until then there is only
 * the one before. A point serves no longer than it is kept.
 */
export function worstAge(policy: Policy, calendar: Calendar): number {
  return Math.min(
    ...lastingRules(policy).map(([keepDays, rules]) => {
      const age = worstAgeOf(rules, calendar);
      return age <= keepDays * DAY ? age : Number.POSITIVE_INFINITY;
    }),
  );
}

/**
 * How far back there is always a recovery point, in milliseconds: when a point expires, the next is younger
 * by up to the longest gap between them. Not positive when there are times without any point.
 */
export function reach(policy: Policy, calendar: Calendar): number {
  return Math.max(
    ...lastingRules(policy).map(([keepDays, rules]) => {
      const starts = rules.flatMap(({ schedule, timeZone }) => calendar.starts(schedule, timeZone));
      return keepDays * DAY - worstGap(starts.sort((a, b) => a - b));
    }),
  );
}

/** For each keep there is: the rules whose points are kept that long or longer. */
function lastingRules(policy: Policy): [keepDays: number, rules: Rule[]][] {
  const rules = rulesOf(policy).map(([, rule]) => rule);
  const keeps = new Set(rules.map(({ keepDays }) => keepDays));
  return [...keeps].map((keep) => [keep, rules.filter(({ keepDays }) => keepDays >= keep)]);
}

function worstAgeOf(rules: Rule[], calendar: Calendar): number {
  const points = rules.flatMap((rule) => {
    const windows = (rule.startWindowMinutes + rule.completionWindowMinutes) * MINUTE;
    return calendar.starts(rule.schedule, rule.timeZone).map((start) => ({ start, usable: start + windows }));
  });
  const [first, ...rest] = points.sort((a, b) => a.usable - b.usable);
  if (!first) return Number.POSITIVE_INFINITY;
  let [newest, worst] = [first.start, 0];
  for (const { start, usable } of rest) {
    worst = Math.max(worst, usable - newest);
    newest = Math.max(newest, start);
  }
  return Math.max(worst, TO - newest);
}
