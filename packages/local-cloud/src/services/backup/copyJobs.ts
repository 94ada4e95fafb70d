import { failStruck } from "../../faults/jobs.ts";
import { copyPoint } from "./copyPoint.ts";
import type { Idempotency } from "./idempotency.ts";
import type { Interruption } from "./interruption.ts";
import type { BackupJob, CopyJob } from "./jobs.ts";
import { KeyRefused } from "./keyUse.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { CreatedBy } from "./plans.ts";
import type { RecoveryPoint } from "./points.ts";
import type { Rooms } from "./rooms.ts";
import { SnapshotDamaged } from "./snapshot/damage.ts";

export interface CopyRequest {
  point: RecoveryPoint;
  destinationVaultArn: string;
  iamRoleArn: string;
  lifecycle?: Lifecycle;
  createdBy?: CreatedBy;
  createdByBackupJobId?: string;
  idempotency?: Idempotency;
}

export interface CopyJobs {
  /** Notes the job and runs it when its turn comes. Everything that goes wrong later is in the job's status. */
  start(request: CopyRequest): CopyJob;
  /** Starts the copies that the rule of a backup job asks for. */
  afterBackup(job: BackupJob): void;
  /** Ends all jobs: they become FAILED. */
  interrupt(reason: Interruption): void;
  /** Whether a recovery point is being read. */
  isReading(recoveryPointArn: string): boolean;
}

/** A table has one backup or copy job at a time: https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html */
export function createCopyJobs(rooms: Rooms): CopyJobs {
  const { jobs, clock, events, lanes, plans, points, randomUUID } = rooms;
  const active = new Map<string, { job: CopyJob; controller: AbortController }>();

  function update(job: CopyJob, change: Partial<CopyJob>): void {
    Object.assign(job, change);
    jobs.copies.save(job);
    events.copyJob(job);
  }

  async function run(job: CopyJob, signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted();
      update(job, { state: "RUNNING" });
      failStruck(rooms, "StartCopyJob", job.resourceArn);
      const { bytes } = await copyPoint(rooms, job, signal);
      end(job, { state: "COMPLETED", bytes });
    } catch (error) {
      end(job, { state: "FAILED", statusMessage: explain(error, job) });
    }
  }

  function end(job: CopyJob, change: Partial<CopyJob>): void {
    active.delete(job.id);
    update(job, { ...change, completionDate: clock.now().toISOString() });
  }

  function start({ point, ...request }: CopyRequest): CopyJob {
    const job: CopyJob = {
      ...request,
      // AWS writes the ids of copy jobs in capitals.
      id: randomUUID().toUpperCase(),
      sourceVaultName: point.vaultName,
      sourceRecoveryPointArn: point.arn,
      resourceArn: point.resourceArn,
      resourceName: point.resourceName,
      state: "CREATED",
      bytes: point.bytes,
      creationDate: clock.now().toISOString(),
    };
    update(job, {});
    const controller = new AbortController();
    active.set(job.id, { job, controller });
    lanes.run(job.resourceArn, () => clock.work(run(job, controller.signal)));
    return job;
  }

  return {
    start,
    afterBackup({ id, createdBy, iamRoleArn, recoveryPointArn }) {
      const point = points.find(recoveryPointArn);
      if (!point || !createdBy) return;
      for (const action of plans.rule(createdBy)?.CopyActions ?? []) {
        start({
          point,
          destinationVaultArn: action.DestinationBackupVaultArn,
          iamRoleArn,
          lifecycle: action.Lifecycle,
          createdBy,
          createdByBackupJobId: id,
        });
      }
    },
    interrupt(reason) {
      for (const { controller } of active.values()) controller.abort(reason);
    },
    isReading: (arn) => [...active.values()].some(({ job }) => job.sourceRecoveryPointArn === arn),
  };
}

function explain(error: unknown, { sourceRecoveryPointArn }: CopyJob): string {
  if (!(error instanceof SnapshotDamaged)) return (error as Error).message;
  if (error.cause instanceof KeyRefused) return error.cause.message;
  return `Recovery point ${sourceRecoveryPointArn} is damaged: ${error.message}.`;
}
