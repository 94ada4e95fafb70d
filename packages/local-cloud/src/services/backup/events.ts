import type { BackupDeps } from "./deps.ts";
import type { BackupJob, CopyJob, RestoreJob } from "./jobs.ts";
import { calculated } from "./lifecycle.ts";
import type { CreatedBy, Plan } from "./plans.ts";
import type { RecoveryPoint } from "./points.ts";
import type { Preference } from "./regionSettings.ts";
import type { Vault, Vaults } from "./vaults.ts";

type Changed = "CREATED" | "MODIFIED" | "DELETED";

/**
 * Tells what happened, in EventBridge's words: each event has the members that AWS's example of it has, in its odd
 * spelling. https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
export interface BackupEvents {
  backupJob(job: BackupJob): void;
  copyJob(job: CopyJob): void;
  /** A job's first event has a status of its own, which no API tells. */
  restoreJob(job: RestoreJob, status?: "CREATED"): void;
  vault(vault: Vault, state: Changed): void;
  plan(plan: Plan, state: Changed): void;
  regionSettings(change: { optIn?: Preference; management?: Preference }, modifiedAt: string): void;
  recoveryPoint(point: RecoveryPoint, status: RecoveryPoint["status"]): void;
}

export function createEvents({ emit }: Pick<BackupDeps, "emit">, vaults: Vaults): BackupEvents {
  const send = (type: string, resources: string[], detail: Record<string, unknown>) =>
    emit({ source: "aws.backup", "detail-type": `${type} State Change`, resources, detail: defined(detail) });
  const vaultOf = (name: string) => ({ backupVaultArn: vaults.find(name)?.arn, backupVaultName: name });

  return {
    backupJob(job) {
      // AWS tells nothing of ABORTING.
      if (job.state === "ABORTING") return;
      const resources = job.state === "COMPLETED" ? [job.recoveryPointArn] : [];
      send("Backup Job", resources, backupJobDetail(job, vaultOf(job.vaultName)));
    },
    copyJob(job) {
      send("Copy Job", [job.sourceRecoveryPointArn], copyJobDetail(job, vaultOf(job.sourceVaultName)));
    },
    restoreJob(job, status) {
      const { backupVaultArn } = vaultOf(job.vaultName);
      send("Restore Job", [job.recoveryPointArn], {
        ...(status === "CREATED"
          ? { restoreJobId: job.id, creationDate: job.creationDate, state: status }
          : restoreJobDetail(job, backupVaultArn)),
        restoreTestingPlanArn: job.restoreTest?.planArn,
      });
    },
    plan({ id, arn, versionId, creationDate, deletionDate }, state) {
      const date = { CREATED: "creationDate", MODIFIED: "modifiedAt", DELETED: "deletionDate" }[state];
      send("Backup Plan", [arn], {
        backupPlanId: id,
        versionId,
        [date]: deletionDate ?? creationDate,
        state,
      });
    },
    regionSettings({ optIn, management }, modifiedAt) {
      send("Region Setting", [], {
        modifiedAt,
        ResourceTypeOptInPreference: optIn,
        ResourceTypeManagementPreference: management,
        state: "MODIFIED",
      });
    },
    vault({ name, arn, lock }, state) {
      send("Backup Vault", [arn], {
        backupVaultName: name,
        state,
        isLocked: state === "MODIFIED" ? String(lock !== undefined) : undefined,
      });
    },
    recoveryPoint(point, status) {
      const { moveAt, deleteAt } = calculated(point.lifecycle, new Date(point.creationDate));
      send("Recovery Point", [point.arn], {
        ...vaultOf(point.vaultName),
        creationDate: point.creationDate,
        iamRoleArn: point.iamRoleArn,
        resourceType: "DynamoDB",
        resourceArn: point.resourceArn,
        status,
        isEncrypted: "true",
        storageClass: point.storageClass ?? "WARM",
        completionDate: point.completionDate,
        createdBy: createdByDetail(point.createdBy),
        lifecycle: point.lifecycle && {
          deleteAfterDays: point.lifecycle.DeleteAfterDays,
          moveToColdStorageAfterDays: point.lifecycle.MoveToColdStorageAfterDays,
        },
        calculatedLifeCycle: (moveAt ?? deleteAt) && {
          deleteAt: deleteAt?.toISOString(),
          moveToColdStorageAt: moveAt?.toISOString(),
        },
      });
    },
  };
}

function backupJobDetail(job: BackupJob, vault: object): Record<string, unknown> {
  const { state, creationDate } = job;
  if (state === "CREATED") return { backupJobId: job.id, state, creationDate };
  const size = job.bytes === undefined ? undefined : String(job.bytes);
  return {
    backupJobId: job.id,
    backupSizeInBytes: size,
    ...vault,
    bytesTransferred: size ?? "0",
    creationDate,
    iamRoleArn: job.iamRoleArn,
    resourceArn: job.resourceArn,
    resourceType: "DynamoDB",
    state,
    // With quotes of its own, and empty while the job is PENDING.
    statusMessage: state === "PENDING" ? "" : job.statusMessage && JSON.stringify(job.statusMessage),
    // A FAILED job's event doesn't say when it failed.
    completionDate: state === "FAILED" ? undefined : job.completionDate,
    startBy: job.startBy,
    percentDone: job.percentDone,
    ...((state === "FAILED" || state === "COMPLETED") && { retryCount: job.retryCount ?? 0 }),
    createdBy: createdByDetail(job.createdBy),
  };
}

function copyJobDetail(job: CopyJob, source: { backupVaultArn?: string }): Record<string, unknown> {
  const { state, creationDate, destinationVaultArn: destinationBackupVaultArn } = job;
  const sourceBackupVaultArn = source.backupVaultArn;
  if (state === "CREATED") return { creationDate, state, sourceBackupVaultArn, destinationBackupVaultArn };
  return {
    copyJobId: job.id,
    // A number, unlike the size of backup and restore jobs.
    backupSizeInBytes: job.bytes,
    creationDate,
    iamRoleArn: job.iamRoleArn,
    resourceArn: job.resourceArn,
    resourceType: "DynamoDB",
    sourceBackupVaultArn,
    state,
    statusMessage: job.statusMessage,
    completionDate: job.completionDate,
    destinationBackupVaultArn,
    // An empty object as long as there is none.
    destinationRecoveryPointArn: (state === "COMPLETED" && job.destinationRecoveryPointArn) || {},
    createdBy: createdByDetail(job.createdBy),
  };
}

/** Unlike backup jobs, restore jobs tell their state as `status`, except the first. */
function restoreJobDetail(job: RestoreJob, backupVaultArn: string | undefined): Record<string, unknown> {
  const { creationDate, status } = job;
  return {
    restoreJobId: job.id,
    ...(status === "COMPLETED" && {
      backupVaultArn,
      recoveryPointArn: job.recoveryPointArn,
      sourceResourceArn: job.sourceResourceArn,
    }),
    backupSizeInBytes: String(job.bytes),
    creationDate,
    iamRoleArn: job.iamRoleArn,
    // 0 in all of AWS's examples, that of a completed job included.
    percentDone: 0,
    resourceType: "DynamoDB",
    status,
    statusMessage: job.statusMessage,
    ...(status === "COMPLETED" && {
      createdResourceArn: job.createdResourceArn,
      completionDate: job.completionDate,
    }),
  };
}

const createdByDetail = (by: CreatedBy | undefined) =>
  by && {
    backupPlanId: by.BackupPlanId,
    backupPlanArn: by.BackupPlanArn,
    backupPlanVersion: by.BackupPlanVersion,
    backupPlanRuleId: by.BackupRuleId,
  };

const defined = (values: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(values));
