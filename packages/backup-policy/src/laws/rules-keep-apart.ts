import { runsByRule } from "../forecast/runs.ts";
import { countUpTo } from "../forecast/sorted.ts";
import type { Policy } from "../schema.ts";
import { rulesOf } from "../schema.ts";
import { count } from "../words.ts";
import { FROM, TO } from "./calendar.ts";
import type { Breach, Circumstances, Law } from "./law.ts";

const MINUTE = 60_000;

interface Job {
  rule: string;
  start: number;
  /** If it hasn't started by then, it expires. */
  startsBy: number;
  /** Until then it may run. */
  runsUntil: number;
}

/**
 * AWS Backup runs one job for a table at a time, and where start windows of a plan's rules overlap it makes one backup,
 * of the rule that keeps longer. A job that finds another running is tried again until its start window is over, and
 * then it expires: no recovery point, and nobody told. Mostly it starts in time, as most jobs end long before their
 * completion window does; so this is told and not refused. What the objectives are held to counts neither.
 *
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
 */
export const rulesKeepApart: Law = {
  severity: "warning",
  says: "Start windows of rules don't overlap, where only one of them backs up; and they outlast the jobs that may be running, as one runs for a table at a time and one that can't start expires.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html",
  check: (policy, circumstances) => {
    const due = jobsInOrder(policy, circumstances);
    const runs = runsByRule(policy, { from: FROM, to: TO, since: Number.NEGATIVE_INFINITY });
    const made = new Map([...runs].map(([rule, starts]) => [rule, new Set(starts)]));
    const isMade = ({ rule, start }: Job) => made.get(rule)?.has(start) ?? false;
    const jobs = due.filter(isMade);
    const left = due.filter((job) => !isMade(job));
    return [...overlaps(policy, left, jobs), ...collisions(jobs)];
  },
};

function jobsInOrder(policy: Policy, { calendar }: Circumstances): Job[] {
  const jobs = rulesOf(policy).flatMap(([rule, { schedule, timeZone, ...windows }]) =>
    calendar.starts(schedule, timeZone).map((start): Job => {
      const startsBy = start + windows.startWindowMinutes * MINUTE;
      return { rule, start, startsBy, runsUntil: startsBy + windows.completionWindowMinutes * MINUTE };
    }),
  );
  return jobs.sort((a, b) => a.start - b.start);
}

/** What isn't made of a rule because of another's backups, an entry for each other rule. */
function overlaps(policy: Policy, left: readonly Job[], jobs: readonly Job[]): Breach[] {
  const keeps = (rule: string) => policy.rules[rule]?.keepDays ?? 0;
  const starts = jobs.map(({ start }) => start);
  const longest = Math.max(...rulesOf(policy).map(([, rule]) => rule.startWindowMinutes)) * MINUTE;
  const found = new Map<string, { job: Job; by: string; times: number }>();
  for (const job of left) {
    const near = jobs.slice(countUpTo(starts, job.start - longest), countUpTo(starts, job.startsBy - 1));
    const other = near.find(
      ({ rule, startsBy }) => rule !== job.rule && job.start < startsBy && keeps(rule) >= keeps(job.rule),
    );
    if (!other) continue;
    const pair = `${job.rule} ${other.rule}`;
    const before = found.get(pair);
    if (before) before.times += 1;
    else found.set(pair, { job, by: other.rule, times: 1 });
  }
  return [...found.values()].map(({ job, by, times }) => {
    const { schedule = "", keepDays = 0 } = policy.rules[job.rule] ?? {};
    const keepsLonger = keeps(by) > keepDays ? "which keeps longer" : "which keeps as long";
    return {
      field: `rules.${job.rule}.schedule`,
      got: schedule,
      allowed: `times at which its start window overlaps none of rules.${by}, ${keepsLonger}: AWS makes one backup where they do, and so ${count(times, "backup")} of this rule, with ${times === 1 ? "its" : "their"} copies, in ten years are never made, the first at ${moment(job.start)}`,
    };
  });
}

/** Jobs that may find another one running until their start window is over, the first of each pair of rules. */
function collisions(jobs: readonly Job[]): Breach[] {
  const found = new Map<string, Breach>();
  let running: Job | undefined;
  for (const job of jobs) {
    const pair = `${running?.rule} ${job.rule}`;
    if (running && job.startsBy < running.runsUntil && !found.has(pair)) {
      found.set(pair, collision(running, job));
    }
    if (!running || job.runsUntil > running.runsUntil) running = job;
  }
  return [...found.values()];
}

function collision(running: Job, job: Job): Breach {
  const whose = running.rule === job.rule ? "the rule's own job before it" : `a job of rules.${running.rule}`;
  return {
    field: `rules.${job.rule}.startWindowMinutes`,
    got: (job.startsBy - job.start) / MINUTE,
    allowed: `${count((running.runsUntil - job.start) / MINUTE, "minute")} or more, or a time that keeps clear: ${whose} may be running at ${moment(job.start)}, and a job that can't start in its window makes no recovery point`,
  };
}

const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;
