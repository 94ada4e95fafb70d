import { failStruck } from "../../faults/jobs.ts";
import { strikeItems } from "../../faults/restoredItems.ts";
import { patientCall } from "../dynamodb/call.ts";
import { isManaged } from "./arns.ts";
import type { Idempotency } from "./idempotency.ts";
import type { Interruption } from "./interruption.ts";
import type { RestoreJob } from "./jobs.ts";
import { encryptionContext } from "./makePoint.ts";
import type { RecoveryPoint } from "./points.ts";
import { type Rooms, servicePrincipal } from "./rooms.ts";
import { SnapshotDamaged } from "./snapshot/damage.ts";
import { openSnapshot } from "./snapshot/read.ts";
import { createTable, removeTable, writeItems } from "./snapshot/restore.ts";

export interface RestoreRequest {
  point: RecoveryPoint;
  targetTableName: string;
  tableKeyArn?: string;
  metadata: Record<string, string>;
  iamRoleArn: string;
  idempotency?: Idempotency;
}

export interface RestoreJobs {
  /** Notes the job and runs it. Everything that goes wrong later is in the job's status. */
  start(request: RestoreRequest): RestoreJob;
  /** Ends all jobs: they become FAILED, their tables go. */
  interrupt(reason: Interruption): void;
  /** Whether a table is being filled by a restore: DynamoDB calls it CREATING then. */
  isTarget(tableName: string): boolean;
  /** Whether a recovery point is being read. */
  isReading(recoveryPointArn: string): boolean;
  /** Removes the tables that a crash left half restored. */
  clearUnfinished(): Promise<void>;
}

export function createRestoreJobs(rooms: Rooms): RestoreJobs {
  const { jobs, clock, events, lanes, points, randomUUID, tables, vaults } = rooms;
  const running = new Map<string, { job: RestoreJob; controller: AbortController }>();

  function update(job: RestoreJob, change: Partial<RestoreJob>): void {
    Object.assign(job, change);
    jobs.restores.save(job);
    events.restoreJob(job);
  }

  async function run(job: RestoreJob, signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted();
      update(job, { status: "RUNNING" });
      failStruck(rooms, "StartRestoreJob", job.sourceResourceArn);
      await restore(rooms, job, signal);
      const completionDate = clock.now().toISOString();
      const createdResourceArn = tables.arn(job.targetTableName);
      const point = points.find(job.recoveryPointArn);
      if (point) points.save({ ...point, lastRestoreTime: completionDate });
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
  }

  async function explain(error: unknown, job: RestoreJob): Promise<string> {
    const { message } = error as Error;
    const reason =
      error instanceof SnapshotDamaged
        ? `Recovery point ${job.recoveryPointArn} is damaged: ${message}.`
        : message;
    try {
      await removeUnfinished(rooms, job);
      return reason;
    } catch (cause) {
      return `${reason} The half restored table ${job.targetTableName} could not be removed: ${(cause as Error).message}`;
    }
  }

  return {
    start({ point, ...request }) {
      const job: RestoreJob = {
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
      events.restoreJob(job, "CREATED");
      update(job, {});
      const controller = new AbortController();
      running.set(job.id, { job, controller });
      lanes.run(tables.arn(job.targetTableName), () => clock.work(run(job, controller.signal)));
      return job;
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

async function restore(rooms: Rooms, job: RestoreJob, signal: AbortSignal): Promise<void> {
  const { authorize, dynamodb, engine, jobs, kms, points, principalOfRole, tables } = rooms;
  const target = job.targetTableName;
  const role = principalOfRole(job.iamRoleArn, servicePrincipal);
  const action = isManaged(job.recoveryPointArn)
    ? "dynamodb:RestoreTableFromAwsBackup"
    : "dynamodb:RestoreTableFromBackup";
  authorize(role, action, tables.arn(target));
  const point = points.find(job.recoveryPointArn);
  if (!point) throw new Error(`Recovery point ${job.recoveryPointArn} was deleted before its restore began.`);
  if (await tables.describe(target)) throw alreadyExists(target);
  const { manifest, chunks } = await openSnapshot(points.folder(point), point, (ciphertext) =>
    kms.decrypt(ciphertext, encryptionContext(point.arn)),
  );
  // Noted before the table is made, so that a crash at any instant leaves word of it.
  Object.assign(job, { tableUnfinished: true });
  jobs.restores.save(job);
  await createTable(dynamodb, target, manifest.table, signal).catch((error) => {
    if (error.name !== "ResourceInUseException") throw error;
    Object.assign(job, { tableUnfinished: undefined });
    throw alreadyExists(target);
  });
  tables.saveSettings(target, { kmsKeyArn: job.tableKeyArn });
  const at = { service: "backup", operation: "StartRestoreJob", resources: [job.sourceResourceArn] };
  const keyNames = manifest.table.KeySchema!.map(({ AttributeName }) => AttributeName!);
  await writeItems(patientCall(engine), target, strikeItems(rooms.faults, at, keyNames, chunks()), {
    signal,
    onItems(count) {
      job.percentDone = Math.min(99, Math.floor((100 * count) / manifest.items));
    },
  });
  signal.throwIfAborted();
}

const alreadyExists = (name: string) =>
  new Error(`Table already exists: ${name}. A restore makes a new table: choose another targetTableName.`);

async function removeUnfinished({ dynamodb, jobs, tables }: Rooms, job: RestoreJob): Promise<void> {
  if (!job.tableUnfinished) return;
  await removeTable(dynamodb, job.targetTableName);
  tables.forget(job.targetTableName);
  jobs.restores.save(Object.assign(job, { tableUnfinished: undefined }));
}
