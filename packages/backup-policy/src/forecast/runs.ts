import { startsBetween } from "../schedule.ts";
import { type Policy, type Rule, rulesOf } from "../schema.ts";
import { countUpTo } from "./sorted.ts";
import { DAY, MINUTE } from "./time.ts";

interface Span {
  from: number;
  to: number;
  since: number;
}

interface Runs {
  name: string;
  startWindow: number;
  starts: readonly number[];
}

/**
 * When each rule really makes a backup, from so long before the span that every point is found that lives to
 * see it.
 *
 * Where start windows of two rules overlap, AWS Backup takes one backup, for the rule that keeps longer; of
 * equals this forecast takes the policy's first.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
 */
export function runsByRule(policy: Policy, { from, to, since }: Span): Map<string, readonly number[]> {
  const rules = rulesOf(policy);
  // Runs outside the span push runs inside it aside, and are pushed aside themselves by others.
  const margin = rules.reduce((sum, [, rule]) => sum + rule.startWindowMinutes, 0) * MINUTE;
  const taken: Runs[] = [];
  for (const [name, rule] of rules.toSorted(([, a], [, b]) => b.keepDays - a.keepDays)) {
    const heeding = rules.filter(([, other]) => other.keepDays <= rule.keepDays);
    const first = from - Math.max(...heeding.map(([, other]) => longestKeep(other))) - margin;
    const due = startsBetween(rule.schedule, rule.timeZone, Math.max(since, first), to + margin);
    const startWindow = rule.startWindowMinutes * MINUTE;
    const starts = taken.reduce((left, other) => clearOf(other, left, startWindow), due as readonly number[]);
    taken.push({ name, startWindow, starts });
  }
  return new Map(
    taken.map(({ name, starts }) => {
      const born = from - longestKeep(policy.rules[name]);
      return [name, starts.slice(countUpTo(starts, born), countUpTo(starts, to - 1))];
    }),
  );
}

const longestKeep = (rule: Rule | undefined): number =>
  rule ? Math.max(rule.keepDays, ...rule.copies.map((copy) => copy.keepDays)) * DAY : 0;

/** The starts whose windows overlap none of the other rule's. */
function clearOf(other: Runs, starts: readonly number[], startWindow: number): readonly number[] {
  const clear: number[] = [];
  let next = 0;
  for (const start of other.starts) {
    const first = Math.max(next, countUpTo(starts, start - startWindow));
    const last = countUpTo(starts, start + other.startWindow - 1);
    if (last <= first) continue;
    for (; next < first; next += 1) clear.push(starts[next] ?? start);
    next = last;
  }
  if (next === 0) return starts;
  for (; next < starts.length; next += 1) clear.push(starts[next] ?? 0);
  return clear;
}
