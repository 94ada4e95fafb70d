import type { Policy } from "../schema.ts";
import { rulesOf } from "../schema.ts";
import { count } from "../words.ts";
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
 * AWS Backup runs one job for a table at a time. One that finds another running is tried again until its start
 * window is over, and then it expires: no recovery point, and nobody told. Mostly it starts in time, as most
 * jobs end long before their completion window does; so this is told and not refused.
 */
export const rulesKeepApart: Law = {
  severity: "warning",
  says: "A job's start window outlasts the jobs that may be running: one runs for a table at a time, and one that can't start expires.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html",
  check: (policy, circumstances) => {
    const collisions = new Map<string, Breach>();
    let running: Job | undefined;
    for (const job of jobsInOrder(policy, circumstances)) {
      const pair = `${running?.rule} ${job.rule}`;
      if (running && job.startsBy < running.runsUntil && !collisions.has(pair)) {
        collisions.set(pair, collision(running, job));
      }
      if (!running || job.runsUntil > running.runsUntil) running = job;
    }
    return [...collisions.values()];
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

function collision(running: Job, job: Job): Breach {
  const whose = running.rule === job.rule ? "the rule's own job before it" : `a job of rules.${running.rule}`;
  const at = new Date(job.start).toISOString().slice(0, 16);
  return {
    field: `rules.${job.rule}.startWindowMinutes`,
    got: (job.startsBy - job.start) / MINUTE,
    allowed: `${count((running.runsUntil - job.start) / MINUTE, "minute")} or more, or a time that keeps clear: ${whose} may be running at ${at}Z, and a job that can't start in its window makes no recovery point`,
  };
}
