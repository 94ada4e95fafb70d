import { patientCall } from "../dynamodb/call.ts";
import { definitionOf } from "../dynamodb/moving/table.ts";
import { isManaged, pointIdOf, vaultArn } from "./arns.ts";
import type { BackupJob } from "./jobs.ts";
import { backupKeyWords, inWords, requireKeyUse } from "./keyUse.ts";
import { heeded } from "./lifecycle.ts";
import { requireWithinLock } from "./lock.ts";
import { jobRole } from "./role.ts";
import type { Rooms } from "./rooms.ts";
import { writeSnapshot } from "./snapshot/write.ts";

/**
 * Writes a job's recovery point and says when data begins to move; returns the point's size in bytes. Without DynamoDB's
 * advanced features it is a backup of DynamoDB's own: under the table's key, without tags.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
 */
export async function makePoint(
  rooms: Rooms,
  job: BackupJob,
  signal: AbortSignal,
  begin: () => void,
): Promise<number> {
  const { authorize, clock, engine, events, kms, plans, points, tables, vaults } = rooms;
  const role = jobRole(rooms, job.iamRoleArn);
  const managed = isManaged(job.recoveryPointArn);
  authorize(role, managed ? "dynamodb:StartAwsBackupJob" : "dynamodb:CreateBackup", job.resourceArn);
  const vault = vaults.find(job.vaultName);
  if (!vault) throw new Error(noVault(vaultArn(rooms.place, job.vaultName)));
  requireWithinLock(vault, job.lifecycle);
  const table = await tables.describe(job.resourceName);
  // AWS says no more than this: https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-dashboards.html
  if (!table) throw new Error("Table not found.");
  const pointId = pointIdOf(job.recoveryPointArn);
  // DynamoDB's own backups are under the table's key; one that AWS owns is in no account: DynamoDB's stands for it.
  const tableKeyArn = table.settings.kmsKeyArn ?? kms.keyArn("alias/aws/dynamodb");
  const encryptionKeyArn = managed ? vault.encryptionKeyArn : tableKeyArn;
  const dataKey = inWords(backupKeyWords, () => {
    if (managed) requireKeyUse(rooms, role, encryptionKeyArn, makingUse, "alias/aws/backup");
    requireKeyUse(rooms, role, tableKeyArn, makingUse, "alias/aws/dynamodb");
    return kms.generateDataKey(encryptionKeyArn, encryptionContext(job.recoveryPointArn));
  });
  const creationDate = clock.now().toISOString();
  const stage = await points.stage(job.vaultName, pointId);
  try {
    begin();
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
      encryptionKeyArn,
      tableKeyArn: table.settings.kmsKeyArn,
      lifecycle: heeded(job.lifecycle, job.recoveryPointArn),
      createdBy: job.createdBy,
      // DynamoDB's own backups have no tags.
      tags: managed
        ? {
            ...table.tags,
            ...plans.find(job.createdBy?.BackupPlanId ?? "")?.tags,
            ...job.recoveryPointTags,
          }
        : {},
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

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html */
export const makingUse = ["kms:GenerateDataKey", "kms:Decrypt"];

/** Binds a point's data key to the point: the copy that KMS made opens for it only. */
export const encryptionContext = (recoveryPointArn: string) => ({
  "aws:backup:recovery-point-arn": recoveryPointArn,
});

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html#backup-job-state-change-failed */
const noVault = (arn: string) => `Backup job failed because backup vault ${arn} does not exist.`;
