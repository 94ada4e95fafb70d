import { isOver, type Jobs } from "./jobs.ts";
import type { Points } from "./points.ts";

const reason = "The local cloud ended before this job did.";

/**
 * Settles the jobs that were under way when the local cloud ended without warning. A backup or a copy whose recovery
 * point is there was done; everything else FAILED.
 */
export function settleInterrupted(jobs: Jobs, points: Points, now: Date): void {
  const completionDate = now.toISOString();
  for (const job of jobs.backups.list()) {
    if (isOver(job)) continue;
    const point = points.find(job.recoveryPointArn);
    jobs.backups.save(
      point
        ? {
            ...job,
            state: "COMPLETED",
            bytes: point.bytes,
            percentDone: 100,
            completionDate: point.completionDate,
          }
        : { ...job, state: "FAILED", statusMessage: reason, completionDate },
    );
  }
  for (const job of jobs.copies.list()) {
    if (isOver(job)) continue;
    const point = points.find(job.destinationRecoveryPointArn ?? "");
    jobs.copies.save(
      point
        ? { ...job, state: "COMPLETED", completionDate: point.completionDate }
        : {
            ...job,
            state: "FAILED",
            destinationRecoveryPointArn: undefined,
            statusMessage: reason,
            completionDate,
          },
    );
  }
  for (const job of jobs.restores.list()) {
    if (!isOver(job)) jobs.restores.save({ ...job, status: "FAILED", statusMessage: reason, completionDate });
  }
}
