import { failStruck } from "../../faults/jobs.ts";
import { nativeBackupArn, recoveryPointArn } from "./arns.ts";
import type { Idempotency } from "./idempotency.ts";
import { Interruption } from "./interruption.ts";
import { type BackupJob, isOver } from "./jobs.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { makePoint } from "./makePoint.ts";
import type { CreatedBy } from "./plans.ts";
import type { Rooms } from "./rooms.ts";

export interface BackupRequest {
  vaultName: string;
  tableName: string;
  iamRoleArn: string;
  startWindowMinutes?: number;
  completeWindowMinutes?: number;
  lifecycle?: Lifecycle;
  recoveryPointTags?: Record<string, string>;
  createdBy?: CreatedBy;
  idempotency?: Idempotency;
}

export interface BackupJobs {
  /** Notes the job and runs it when its turn comes. Everything that goes wrong later is in the job's status. */
  start(request: BackupRequest): BackupJob;
  /** Asks a job to end; returns false when it is over already. */
  abort(id: string): boolean;
  /** Ends all jobs: they become FAILED. */
  interrupt(reason: Interruption): void;
  /** Whether a table is being backed up: AWS doesn't delete it then. */
  isRunning(tableName: string): boolean;
}

interface Active {
  job: BackupJob;
  controller: AbortController;
  /** Its windows, and when it is tried again. */
  timers: (() => void)[];
}

const minute = 60_000;
const defaultStartWindowMinutes = 480;
// Both are AWS's words: https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-dashboards.html
const anotherJobRan = "Backup job failed because there was a running job for the same resource.";
const outOfTime = "Backup job expired before completion.";

/**
 * CREATED until its turn comes, PENDING while AWS Backup looks whether it can, RUNNING while data moves. One that
 * hasn't begun when its start window closes, or hasn't ended when its completion window does, becomes EXPIRED.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html
 */
export function createBackupJobs(rooms: Rooms, completed: (job: BackupJob) => void = () => {}): BackupJobs {
  const { jobs, clock, events, lanes, tables } = rooms;
  const active = new Map<string, Active>();

  function update(job: BackupJob, change: Partial<BackupJob>): void {
    Object.assign(job, change);
    // One that a crash finds under way is FAILED, whatever it was about: see crash.ts.
    if (job.state !== "PENDING" && job.state !== "RUNNING") jobs.backups.save(job);
    events.backupJob(job);
  }

  /** A job's turn: it may be over by now. */
  function run({ job, controller: { signal } }: Active): Promise<void> {
    return isOver(job) ? Promise.resolve() : clock.work(attempt(job, signal));
  }

  async function attempt(job: BackupJob, signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted();
      if (clock.now().toISOString() > job.startBy) return end(job, "EXPIRED", anotherJobRan);
      update(job, { state: "PENDING" });
      const bytes = await makePoint(rooms, job, signal, () => {
        update(job, { state: "RUNNING", initiationDate: clock.now().toISOString() });
        failStruck(rooms, "StartBackupJob", job.resourceArn);
      });
      end(job, "COMPLETED", undefined, { bytes, percentDone: 100 });
    } catch (error) {
      if (job.state === "PENDING" && isPassing(error)) return tryAgain(job);
      end(job, stateAfter(error), (error as Error).message);
    }
  }

  /** "at least every 10 minutes", until the start window closes. */
  function tryAgain(job: BackupJob): void {
    update(job, { state: "CREATED", retryCount: (job.retryCount ?? 0) + 1 });
    const mine = active.get(job.id)!;
    const at = new Date(clock.now().getTime() + 10 * minute);
    mine.timers.push(clock.at(at, () => lanes.run(job.resourceArn, () => run(mine))));
  }

  function end(
    job: BackupJob,
    state: BackupJob["state"],
    statusMessage?: string,
    change: Partial<BackupJob> = {},
  ): void {
    for (const cancel of active.get(job.id)?.timers ?? []) cancel();
    active.delete(job.id);
    update(job, { ...change, state, statusMessage, completionDate: clock.now().toISOString() });
    if (state === "COMPLETED") completed(job);
  }

  const hasBegun = ({ state }: BackupJob) => state === "RUNNING" || state === "ABORTING";

  function closeStartWindow({ job }: Active): void {
    const waits = [...active.values()].some(
      (other) => other.job.resourceArn === job.resourceArn && hasBegun(other.job),
    );
    if (job.state === "CREATED") end(job, "EXPIRED", waits ? anotherJobRan : outOfTime);
  }

  function closeCompletionWindow({ job, controller }: Active): void {
    if (job.state === "CREATED") end(job, "EXPIRED", outOfTime);
    else controller.abort(new Interruption("window", outOfTime));
  }

  return {
    start(request) {
      const job = newJob(request, rooms);
      update(job, {});
      const mine: Active = { job, controller: new AbortController(), timers: [] };
      active.set(job.id, mine);
      mine.timers.push(clock.at(new Date(job.startBy), () => closeStartWindow(mine)));
      if (job.completeBy)
        mine.timers.push(clock.at(new Date(job.completeBy), () => closeCompletionWindow(mine)));
      lanes.run(job.resourceArn, () => run(mine));
      return job;
    },
    abort(id) {
      const { job, controller } = active.get(id) ?? {};
      if (!job || !controller || isOver(job)) return false;
      const reason = new Interruption("caller", "Backup job was stopped by user.");
      if (job.state === "CREATED") end(job, "ABORTED", reason.message);
      else {
        if (job.state !== "ABORTING") update(job, { state: "ABORTING" });
        controller.abort(reason);
      }
      return true;
    },
    interrupt(reason) {
      for (const { job, controller } of [...active.values()]) {
        if (job.state === "CREATED") end(job, "FAILED", reason.message);
        else controller.abort(reason);
      }
    },
    isRunning: (tableName) =>
      [...active.values()].some(({ job }) => hasBegun(job) && job.resourceArn === tables.arn(tableName)),
  };
}

function newJob(request: BackupRequest, rooms: Rooms): BackupJob {
  const { clock, place, randomUUID, regionSettings, tables, vaults } = rooms;
  const created = clock.now();
  const resourceArn = tables.arn(request.tableName);
  const pointId = randomUUID();
  const after = (minutes: number) => new Date(created.getTime() + minutes * minute).toISOString();
  return {
    id: randomUUID(),
    vaultName: request.vaultName,
    recoveryPointArn: regionSettings.advanced
      ? recoveryPointArn(place, pointId)
      : nativeBackupArn(resourceArn, created, pointId),
    resourceArn,
    resourceName: request.tableName,
    iamRoleArn: request.iamRoleArn,
    state: "CREATED",
    percentDone: 0,
    encryptionKeyArn: regionSettings.advanced ? vaults.find(request.vaultName)?.encryptionKeyArn : undefined,
    creationDate: created.toISOString(),
    startBy: after(request.startWindowMinutes ?? defaultStartWindowMinutes),
    completeBy:
      request.completeWindowMinutes === undefined ? undefined : after(request.completeWindowMinutes),
    lifecycle: request.lifecycle,
    recoveryPointTags: request.recoveryPointTags ?? {},
    createdBy: request.createdBy,
    idempotency: request.idempotency,
  };
}

function stateAfter(error: unknown): BackupJob["state"] {
  if (!(error instanceof Interruption)) return "FAILED";
  return ({ caller: "ABORTED", window: "EXPIRED", shutdown: "FAILED" } as const)[error.by];
}

/** Refusals that pass by themselves: a job that meets one before it has begun is tried again. */
const passing = new Set([
  "InternalServerError",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ResourceInUseException",
  "ServiceUnavailable",
  "ThrottlingException",
]);
const isPassing = (error: unknown): boolean => passing.has((error as Error).name);
