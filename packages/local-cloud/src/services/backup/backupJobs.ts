import { failStruck } from "../../faults/jobs.ts";
import { patientCall } from "../dynamodb/call.ts";
import { recoveryPointArn } from "./arns.ts";
import { Interruption } from "./interruption.ts";
import { type BackupJob, isOver } from "./jobs.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { lockRefusal } from "./lock.ts";
import type { CreatedBy } from "./plans.ts";
import { type Rooms, servicePrincipal } from "./rooms.ts";
import { definitionOf } from "./snapshot/table.ts";
import { writeSnapshot } from "./snapshot/write.ts";

export interface BackupRequest {
  vaultName: string;
  tableName: string;
  iamRoleArn: string;
  startWindowMinutes?: number;
  lifecycle?: Lifecycle;
  recoveryPointTags?: Record<string, string>;
  createdBy?: CreatedBy;
  idempotencyToken?: string;
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

const defaultStartWindowMinutes = 480;

export function createBackupJobs(rooms: Rooms): BackupJobs {
  const { jobs, clock, events, lanes, place, tables, vaults } = rooms;
  const controllers = new Map<string, AbortController>();

  function update(job: BackupJob, change: Partial<BackupJob>): void {
    Object.assign(job, change);
    jobs.backups.save(job);
    events.backupJob(job);
  }

  async function run(job: BackupJob, signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted();
      if (clock.now().toISOString() > job.startBy) return end(job, "EXPIRED", expired);
      update(job, { state: "RUNNING", initiationDate: clock.now().toISOString() });
      failStruck(rooms, "StartBackupJob", job.resourceArn);
      const bytes = await backUp(rooms, job, signal);
      end(job, "COMPLETED", undefined, { bytes, percentDone: 100 });
    } catch (error) {
      const aborted = error instanceof Interruption && error.by === "caller";
      end(job, aborted ? "ABORTED" : "FAILED", (error as Error).message);
    }
  }

  function end(
    job: BackupJob,
    state: BackupJob["state"],
    statusMessage?: string,
    change: Partial<BackupJob> = {},
  ): void {
    controllers.delete(job.id);
    update(job, { ...change, state, statusMessage, completionDate: clock.now().toISOString() });
  }

  return {
    start(request) {
      const job = newJob(request, rooms);
      update(job, {});
      const controller = new AbortController();
      controllers.set(job.id, controller);
      lanes.run(job.resourceArn, () => clock.work(run(job, controller.signal)));
      return job;
    },
    abort(id) {
      const job = jobs.backups.get(id);
      const controller = controllers.get(id);
      if (!job || !controller || isOver(job)) return false;
      if (job.state !== "ABORTING") update(job, { state: "ABORTING" });
      controller.abort(new Interruption("caller", "Backup job was stopped by user."));
      return true;
    },
    interrupt(reason) {
      for (const controller of controllers.values()) controller.abort(reason);
    },
    isRunning: (tableName) =>
      [...controllers.keys()].some((id) => {
        const job = jobs.backups.get(id);
        return job?.state === "RUNNING" && job.resourceArn === tables.arn(tableName);
      }),
  };

  function newJob(request: BackupRequest, { randomUUID }: Rooms): BackupJob {
    const vault = vaults.get(request.vaultName);
    const created = clock.now();
    const windowMinutes = request.startWindowMinutes ?? defaultStartWindowMinutes;
    return {
      id: randomUUID(),
      vaultName: vault.name,
      recoveryPointArn: recoveryPointArn(place, randomUUID()),
      resourceArn: tables.arn(request.tableName),
      resourceName: request.tableName,
      iamRoleArn: request.iamRoleArn,
      state: "CREATED",
      percentDone: 0,
      encryptionKeyArn: vault.encryptionKeyArn,
      creationDate: created.toISOString(),
      startBy: new Date(created.getTime() + windowMinutes * 60_000).toISOString(),
      lifecycle: request.lifecycle,
      recoveryPointTags: request.recoveryPointTags ?? {},
      createdBy: request.createdBy,
      idempotencyToken: request.idempotencyToken,
    };
  }
}

const expired =
  "Backup job expired before it could start. There was a running job for the same resource until the start window closed.";

/** Writes the recovery point of a running job; returns its size in bytes. */
async function backUp(rooms: Rooms, job: BackupJob, signal: AbortSignal): Promise<number> {
  const { authorize, clock, engine, events, kms, plans, points, principalOfRole, tables, vaults } = rooms;
  authorize(principalOfRole(job.iamRoleArn, servicePrincipal), "dynamodb:StartAwsBackupJob", job.resourceArn);
  const refusal = lockRefusal(vaults.get(job.vaultName), job.lifecycle);
  if (refusal) throw new Error(refusal);
  const table = await tables.describe(job.resourceName);
  if (!table)
    throw new Error(`Table not found: ${job.resourceName}. It was deleted before its backup began.`);
  const pointId = job.recoveryPointArn.split(":").at(-1)!;
  const dataKey = kms.generateDataKey(job.encryptionKeyArn, encryptionContext(job.recoveryPointArn));
  const creationDate = clock.now().toISOString();
  const stage = await points.stage(job.vaultName, pointId);
  try {
    const { bytes } = await writeSnapshot({
      call: patientCall(engine),
      tableName: job.resourceName,
      table: definitionOf(table.description),
      folder: stage,
      point: { id: pointId, resourceArn: job.resourceArn, creationDate },
      dataKey,
      signal,
      onProgress(done) {
        job.percentDone = Math.min(99, Math.floor(100 * done));
      },
    });
    const point = {
      id: pointId,
      arn: job.recoveryPointArn,
      vaultName: job.vaultName,
      resourceArn: job.resourceArn,
      resourceName: job.resourceName,
      iamRoleArn: job.iamRoleArn,
      status: "COMPLETED" as const,
      creationDate,
      initiationDate: job.initiationDate ?? creationDate,
      completionDate: clock.now().toISOString(),
      bytes,
      encryptionKeyArn: job.encryptionKeyArn,
      tableKeyArn: table.settings.kmsKeyArn,
      lifecycle: job.lifecycle,
      createdBy: job.createdBy,
      tags: {
        ...table.tags,
        ...plans.find(job.createdBy?.BackupPlanId ?? "")?.tags,
        ...job.recoveryPointTags,
      },
    };
    await points.publish(stage, point);
    events.recoveryPoint(point, "COMPLETED");
    return bytes;
  } catch (error) {
    await points.discard(stage);
    throw error;
  } finally {
    dataKey.plaintext.fill(0);
  }
}

/** Binds a point's data key to the point: the copy that KMS made opens for it only. */
export const encryptionContext = (recoveryPointArn: string) => ({
  "aws:backup:recovery-point-arn": recoveryPointArn,
});
