import { strikeItems } from "../../faults/restoredItems.ts";
import type { Principal } from "../../service.ts";
import { patientCall } from "../dynamodb/call.ts";
import { createTable, removeTable, writeItems } from "../dynamodb/moving/fill.ts";
import { isManaged } from "./arns.ts";
import type { RestoreJob } from "./jobs.ts";
import { inWords, requireKeyUse, restoreKeyWords, tableKeyUse } from "./keyUse.ts";
import { encryptionContext } from "./makePoint.ts";
import type { RecoveryPoint } from "./points.ts";
import { keyForTable, readMetadata } from "./restoreMetadata.ts";
import { jobRole } from "./role.ts";
import type { Rooms } from "./rooms.ts";
import { openSnapshot } from "./snapshot/read.ts";

/**
 * Makes a job's table and fills it. Beside its items it gets keys, indexes and billing; TTL, streams, tags, scaling,
 * point-in-time recovery and deletion protection it doesn't get back.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_HowItWorks.html
 */
export async function restoreTable(rooms: Rooms, job: RestoreJob, signal: AbortSignal): Promise<void> {
  const { dynamodb, engine, jobs, kms, points, tables } = rooms;
  const target = job.targetTableName;
  const metadata = readMetadata(job.metadata);
  // "The restore job will fail if this parameter is included for an unsupported resource", DynamoDB among them:
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html#tag-on-restore
  if (job.copiesTags) {
    throw new Error(
      "Feature is not supported for provided resource type. A restore doesn't copy tags to a DynamoDB table: leave CopySourceTagsToRestoredResource out.",
    );
  }
  const role = jobRole(rooms, job.iamRoleArn);
  const point = points.find(job.recoveryPointArn);
  if (!point) throw new Error(`Recovery point ${job.recoveryPointArn} was deleted before its restore began.`);
  requireRestoring(rooms, role, point, tables.arn(target));
  if (await tables.describe(target)) throw alreadyExists(target);
  const kmsKeyArn = tableKey(rooms, role, keyForTable(metadata, point));
  const { manifest, chunks } = await openSnapshot(points.folder(point), point, (ciphertext) =>
    inWords(restoreKeyWords, () => {
      if (isManaged(point.arn))
        requireKeyUse(rooms, role, point.encryptionKeyArn, ["kms:Decrypt"], "alias/aws/backup");
      return kms.decrypt(ciphertext, encryptionContext(point.arn));
    }),
  );
  // Noted before the table is made, so that a crash at any instant leaves word of it.
  Object.assign(job, { tableUnfinished: true });
  jobs.restores.save(job);
  await createTable(dynamodb, target, manifest.table, signal).catch((error) => {
    if (error.name !== "ResourceInUseException") throw error;
    Object.assign(job, { tableUnfinished: undefined });
    throw alreadyExists(target);
  });
  tables.saveSettings(target, { kmsKeyArn });
  const at = { service: "backup", operation: "StartRestoreJob", resources: [job.sourceResourceArn] };
  const keyNames = manifest.table.KeySchema!.map(({ AttributeName }) => AttributeName!);
  await writeItems(patientCall(engine), target, strikeItems(rooms.faults, at, keyNames, chunks()), {
    signal,
    onItems(count) {
      job.percentDone = Math.min(99, Math.floor((100 * count) / manifest.items));
    },
  });
  signal.throwIfAborted();
  if (metadata.deletionProtection) tables.saveSettings(target, { kmsKeyArn, deletionProtection: true });
}

/** DynamoDB asks for leave to restore, and for the data actions on the table that it fills. */
function requireRestoring(
  { authorize }: Rooms,
  role: Principal,
  point: RecoveryPoint,
  targetArn: string,
): void {
  if (isManaged(point.arn)) authorize(role, "dynamodb:RestoreTableFromAwsBackup", targetArn);
  else {
    authorize(role, "dynamodb:RestoreTableFromBackup", point.arn);
    authorize(role, "dynamodb:RestoreTableFromBackup", targetArn);
  }
  for (const action of dataActions) authorize(role, `dynamodb:${action}`, targetArn);
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html */
const dataActions = ["BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"];

function tableKey(rooms: Rooms, role: Principal, key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  return inWords(restoreKeyWords, () => {
    const keyArn = rooms.kms.usableKeyArn(key);
    requireKeyUse(rooms, role, keyArn, tableKeyUse, "alias/aws/dynamodb");
    return keyArn;
  });
}

const alreadyExists = (name: string) =>
  new Error(`Table already exists: ${name}. A restore makes a new table: choose another targetTableName.`);

/** Removes what a job that didn't complete made. */
export async function removeUnfinished({ dynamodb, jobs, tables }: Rooms, job: RestoreJob): Promise<void> {
  if (!job.tableUnfinished) return;
  await removeTable(dynamodb, job.targetTableName);
  tables.forget(job.targetTableName);
  jobs.restores.save(Object.assign(job, { tableUnfinished: undefined }));
}
