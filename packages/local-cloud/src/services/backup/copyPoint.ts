import type { Principal } from "../../service.ts";
import { parseVaultArn, recoveryPointArn } from "./arns.ts";
import { requireCopyable } from "./copyable.ts";
import type { CopyJob } from "./jobs.ts";
import { backupKeyWords, inWords, requireKeyUse } from "./keyUse.ts";
import { isWithinLock } from "./lock.ts";
import { encryptionContext, makingUse } from "./makePoint.ts";
import { requestTags } from "./operation.ts";
import type { RecoveryPoint } from "./points.ts";
import { jobRole } from "./role.ts";
import type { Rooms } from "./rooms.ts";
import { copySnapshot } from "./snapshot/copy.ts";
import { openSnapshot } from "./snapshot/read.ts";
import type { Vault } from "./vaults.ts";

/**
 * Copies a recovery point into another vault, under that vault's key; its creation date stays, and its lifecycle
 * counts from it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html
 */
export async function copyPoint(rooms: Rooms, job: CopyJob, signal: AbortSignal): Promise<RecoveryPoint> {
  const { clock, events, kms, place, points, randomUUID } = rooms;
  const source = points.find(job.sourceRecoveryPointArn);
  if (!source) throw new Error(`Cannot find recovery point ${job.sourceRecoveryPointArn}.`);
  requireCopyable(source.arn);
  const vault = destinationOf(rooms, job.destinationVaultArn);
  const role = jobRole(rooms, job.iamRoleArn);
  authorizeCopy(rooms, role, job, source);
  // AWS's words: https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-dashboards.html
  if (!isWithinLock(vault.lock, job.lifecycle)) {
    throw new Error(
      "Copy job failed. The retention specified in the job is not within the range specified for the target Backup Vault.",
    );
  }
  const id = randomUUID();
  const arn = recoveryPointArn(place, id);
  const dataKey = inWords(backupKeyWords, () => {
    requireKeyUse(rooms, role, vault.encryptionKeyArn, makingUse, "alias/aws/backup");
    return kms.generateDataKey(vault.encryptionKeyArn, encryptionContext(arn));
  });
  const stage = await points.stage(vault.name, id);
  try {
    const snapshot = await openSnapshot(points.folder(source), source, (ciphertext) =>
      inWords(backupKeyWords, () => {
        requireKeyUse(rooms, role, source.encryptionKeyArn, ["kms:Decrypt"], "alias/aws/backup");
        return kms.decrypt(ciphertext, encryptionContext(source.arn));
      }),
    );
    await copySnapshot(snapshot, {
      folder: stage,
      point: { id, resourceArn: source.resourceArn, creationDate: source.creationDate },
      dataKey,
      signal,
    });
    const point: RecoveryPoint = {
      ...source,
      id,
      arn,
      vaultName: vault.name,
      iamRoleArn: job.iamRoleArn,
      status: "COMPLETED",
      statusMessage: undefined,
      storageClass: undefined,
      initiationDate: job.creationDate,
      completionDate: clock.now().toISOString(),
      encryptionKeyArn: vault.encryptionKeyArn,
      lifecycle: job.lifecycle,
      createdBy: job.createdBy,
      lastRestoreTime: undefined,
    };
    // The job names it first: after a crash the point tells that the copy was done.
    Object.assign(job, { destinationRecoveryPointArn: arn });
    rooms.jobs.copies.save(job);
    await points.publish(stage, point);
    events.recoveryPoint(point, "COMPLETED");
    return point;
  } catch (error) {
    Object.assign(job, { destinationRecoveryPointArn: undefined });
    await points.discard(stage);
    throw error;
  } finally {
    dataKey.plaintext.fill(0);
  }
}

function destinationOf({ place, vaults }: Rooms, arn: string): Vault {
  const target = parseVaultArn(arn);
  if (target && target.accountId !== place.accountId) {
    // AWS's words: https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-dashboards.html
    throw new Error(
      "Copy job failed. Both source and destination account must be a member of the same organization.",
    );
  }
  if (target && target.region !== place.region) {
    throw new Error(
      `Copy job failed. The local cloud has one Region, ${place.region}: it can't hold the backup vault ${arn}.`,
    );
  }
  const vault = target && vaults.find(target.name);
  if (!vault) throw new Error(`Copy job failed because the destination backup vault ${arn} does not exist.`);
  return vault;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html */
function authorizeCopy(rooms: Rooms, role: Principal, job: CopyJob, { tags }: RecoveryPoint): void {
  rooms.authorize(role, "backup:CopyFromBackupVault", job.sourceRecoveryPointArn, {
    "backup:CopyTargets": [job.destinationVaultArn],
  });
  rooms.authorize(role, "backup:CopyIntoBackupVault", job.destinationVaultArn, requestTags(tags));
}
