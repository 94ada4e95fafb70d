import { failStruck } from "../../faults/jobs.ts";
import type { Idempotency } from "./idempotency.ts";
import type { Interruption } from "./interruption.ts";
import type { RestoreJob } from "./jobs.ts";
import { KeyRefused } from "./keyUse.ts";
import type { RecoveryPoint } from "./points.ts";
import { removeUnfinished, restoreTable } from "./restoreTable.ts";
import type { Rooms } from "./rooms.ts";
import { SnapshotDamaged } from "./snapshot/damage.ts";

export interface RestoreRequest {
  point: RecoveryPoint;
  targetTableName: string;
  metadata: Record<string, string>;
  /** Asks for the source's tags, which DynamoDB's restores don't bring. */
  copiesTags?: boolean;
  iamRoleArn: string;
  idempotency?: Idempotency;
  /** What restore testing asks for it for. */
  restoreTest?: RestoreJob["restoreTest"];
}

export interface RestoreJobs {
  /** Notes the job and runs it. Everything that goes wrong later is in the job's status. */
  start(request: RestoreRequest): RestoreJob;
  /** Notes a job that failed before it could begin. */
  refuse(request: RestoreRequest, statusMessage: string): void;
  /** Ends all jobs: they become FAILED, their tables go. */
  interrupt(reason: Interruption): void;
  /** Whether a table is being filled by a restore: DynamoDB calls it CREATING then. */
  isTarget(tableName: string): boolean;
  /** Whether a recovery point is being read. */
  isReading(recoveryPointArn: string): boolean;
  /** Removes the tables that a crash left half restored. */
  clearUnfinished(): Promise<void>;
}

export function createRestoreJobs(rooms: Rooms, ended: (job: RestoreJob) => void = () => {}): RestoreJobs {
  const { jobs, clock, events, lanes, points, randomUUID, tables, vaults } = rooms;
  const running = new Map<string, { job: RestoreJob; controller: AbortController }>();

  function update(job: RestoreJob, change: Partial<RestoreJob>): void {
    Object.assign(job, change);
    // One that a crash finds under way is FAILED, whether it had begun or not: see crash.ts.
    if (job.status !== "RUNNING") jobs.restores.save(job);
    events.restoreJob(job);
  }

  async function run(job: RestoreJob, signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted();
      update(job, { status: "RUNNING" });
      failStruck(rooms, "StartRestoreJob", job.sourceResourceArn);
      await restoreTable(rooms, job, signal);
      const completionDate = clock.now().toISOString();
      const createdResourceArn = tables.arn(job.targetTableName);
      const point = points.find(job.recoveryPointArn);
      if (point) points.note({ ...point, lastRestoreTime: completionDate });
      running.delete(job.id);
      update(job, {
        status: "COMPLETED",
        percentDone: 100,
        completionDate,
        createdResourceArn,
        tableUnfinished: undefined,
      });
    } catch (error) {
      const statusMessage = await explain(error, job);
      running.delete(job.id);
      update(job, { status: "FAILED", statusMessage, completionDate: clock.now().toISOString() });
    }
    ended(job);
  }

  function newJob({ point, ...request }: RestoreRequest): RestoreJob {
    return {
      ...request,
      id: randomUUID(),
      recoveryPointArn: point.arn,
      recoveryPointCreationDate: point.creationDate,
      vaultName: vaults.get(point.vaultName).name,
      sourceResourceArn: point.resourceArn,
      status: "PENDING",
      percentDone: 0,
      bytes: point.bytes,
      creationDate: clock.now().toISOString(),
    };
  }

  async function explain(error: unknown, job: RestoreJob): Promise<string> {
    const reason = reasonOf(error as Error, job);
    try {
      await removeUnfinished(rooms, job);
      return reason;
    } catch (cause) {
      return `${reason} The half restored table ${job.targetTableName} could not be removed: ${(cause as Error).message}`;
    }
  }

  return {
    start(request) {
      const job = newJob(request);
      events.restoreJob(job, "CREATED");
      update(job, {});
      const controller = new AbortController();
      running.set(job.id, { job, controller });
      lanes.run(tables.arn(job.targetTableName), () => clock.work(run(job, controller.signal)));
      return job;
    },
    refuse(request, statusMessage) {
      const job = newJob(request);
      update(job, { status: "FAILED", statusMessage, completionDate: job.creationDate });
    },
    interrupt(reason) {
      for (const { controller } of running.values()) controller.abort(reason);
    },
    isTarget: (tableName) =>
      [...running.values()].some(({ job }) => job.targetTableName === tableName && job.tableUnfinished),
    isReading: (arn) => [...running.values()].some(({ job }) => job.recoveryPointArn === arn),
    async clearUnfinished() {
      for (const job of jobs.restores.list()) {
        if (!running.has(job.id)) await removeUnfinished(rooms, job);
      }
    },
  };
}

function reasonOf(error: Error, { recoveryPointArn }: RestoreJob): string {
  if (!(error instanceof SnapshotDamaged)) return error.message;
  if (error.cause instanceof KeyRefused) return error.cause.message;
  return `Recovery point ${recoveryPointArn} is damaged: ${error.message}.`;
}
