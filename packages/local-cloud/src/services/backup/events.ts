import type { BackupDeps } from "./deps.ts";
import type { BackupJob, RestoreJob } from "./jobs.ts";
import { calculated } from "./lifecycle.ts";
import type { Plan } from "./plans.ts";
import type { RecoveryPoint } from "./points.ts";
import type { Preference } from "./regionSettings.ts";
import type { Vault, Vaults } from "./vaults.ts";

/** Tells what happened, in EventBridge's words: https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html */
export interface BackupEvents {
  backupJob(job: BackupJob): void;
  restoreJob(job: RestoreJob): void;
  plan(plan: Plan, state: "CREATED" | "MODIFIED" | "DELETED"): void;
  regionSettings(change: { optIn?: Preference; management?: Preference }, modifiedAt: string): void;
  vault(vault: Vault, state: "CREATED" | "MODIFIED" | "DELETED"): void;
  recoveryPoint(point: RecoveryPoint, status: "COMPLETED" | "EXPIRED" | "DELETING"): void;
}

export function createEvents({ emit }: Pick<BackupDeps, "emit">, vaults: Vaults): BackupEvents {
  const send = (type: string, resources: string[], detail: Record<string, unknown>) =>
    emit({ source: "aws.backup", "detail-type": `${type} State Change`, resources, detail: defined(detail) });
  const vaultOf = (name: string) => ({ backupVaultArn: vaults.find(name)?.arn, backupVaultName: name });

  return {
    backupJob(job) {
      const size = job.bytes === undefined ? undefined : String(job.bytes);
      send("Backup Job", [job.recoveryPointArn], {
        backupJobId: job.id,
        ...vaultOf(job.vaultName),
        resourceArn: job.resourceArn,
        resourceType: "DynamoDB",
        iamRoleArn: job.iamRoleArn,
        state: job.state,
        statusMessage: job.statusMessage,
        bytesTransferred: size,
        backupSizeInBytes: size,
        creationDate: job.creationDate,
        completionDate: job.completionDate,
        startBy: job.startBy,
        percentDone: job.percentDone,
        retryCount: 0,
        createdBy: job.createdBy && {
          backupPlanId: job.createdBy.BackupPlanId,
          backupPlanArn: job.createdBy.BackupPlanArn,
          backupPlanVersion: job.createdBy.BackupPlanVersion,
          backupPlanRuleId: job.createdBy.BackupRuleId,
        },
      });
    },
    // Unlike backup jobs, restore jobs tell their state as `status`.
    restoreJob(job) {
      send("Restore Job", [job.recoveryPointArn], {
        restoreJobId: job.id,
        backupVaultArn: vaultOf(job.vaultName).backupVaultArn,
        recoveryPointArn: job.recoveryPointArn,
        sourceResourceArn: job.sourceResourceArn,
        createdResourceArn: job.createdResourceArn,
        resourceType: "DynamoDB",
        status: job.status,
        statusMessage: job.statusMessage,
        backupSizeInBytes: String(job.bytes),
        creationDate: job.creationDate,
        completionDate: job.completionDate,
        iamRoleArn: job.iamRoleArn,
        percentDone: job.percentDone,
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
        recoveryPointArn: point.arn,
        ...vaultOf(point.vaultName),
        resourceArn: point.resourceArn,
        resourceType: "DynamoDB",
        iamRoleArn: point.iamRoleArn,
        status,
        creationDate: point.creationDate,
        completionDate: point.completionDate,
        backupSizeInBytes: String(point.bytes),
        isEncrypted: "true",
        encryptionKeyArn: point.encryptionKeyArn,
        storageClass: "WARM",
        lifecycle: point.lifecycle && {
          deleteAfterDays: point.lifecycle.DeleteAfterDays,
          moveToColdStorageAfterDays: point.lifecycle.MoveToColdStorageAfterDays,
        },
        // The odd capital is AWS's.
        calculatedLifeCycle: (moveAt ?? deleteAt) && {
          deleteAt: deleteAt?.toISOString(),
          moveToColdStorageAt: moveAt?.toISOString(),
        },
      });
    },
  };
}

const defined = (values: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(values));
