import type { Place } from "../../service.ts";
import { vaultArn } from "./arns.ts";
import type { BackupJob, RestoreJob } from "./jobs.ts";
import { calculated } from "./lifecycle.ts";
import { seconds } from "./members.ts";
import type { Plan } from "./plans.ts";
import type { RecoveryPoint } from "./points.ts";
import type { Vault } from "./vaults.ts";

/** What AWS Backup calls this kind of resource. */
export const dynamoDb = "DynamoDB";

export function vaultView(vault: Vault, numberOfRecoveryPoints: number) {
  const { lock } = vault;
  return {
    BackupVaultName: vault.name,
    BackupVaultArn: vault.arn,
    VaultType: "BACKUP_VAULT",
    VaultState: "AVAILABLE",
    EncryptionKeyArn: vault.encryptionKeyArn,
    CreationDate: seconds(vault.creationDate),
    NumberOfRecoveryPoints: numberOfRecoveryPoints,
    Locked: lock !== undefined,
    MinRetentionDays: lock?.minRetentionDays,
    MaxRetentionDays: lock?.maxRetentionDays,
    LockDate: seconds(lock?.lockDate),
  };
}

export function backupJobView(job: BackupJob, place: Place) {
  return {
    AccountId: place.accountId,
    BackupJobId: job.id,
    BackupVaultName: job.vaultName,
    BackupVaultArn: vaultArn(place, job.vaultName),
    RecoveryPointArn: job.recoveryPointArn,
    RecoveryPointLifecycle: job.lifecycle,
    EncryptionKeyArn: job.encryptionKeyArn,
    IsEncrypted: true,
    ResourceArn: job.resourceArn,
    ResourceName: job.resourceName,
    ResourceType: dynamoDb,
    CreationDate: seconds(job.creationDate),
    InitiationDate: seconds(job.initiationDate),
    CompletionDate: seconds(job.completionDate),
    StartBy: seconds(job.startBy),
    State: job.state,
    StatusMessage: job.statusMessage,
    PercentDone: job.percentDone.toFixed(1),
    BackupSizeInBytes: job.bytes,
    BytesTransferred: job.bytes,
    IamRoleArn: job.iamRoleArn,
    CreatedBy: job.createdBy,
    IsParent: false,
  };
}

export function restoreJobView(job: RestoreJob, place: Place) {
  return {
    AccountId: place.accountId,
    RestoreJobId: job.id,
    RecoveryPointArn: job.recoveryPointArn,
    RecoveryPointCreationDate: seconds(job.recoveryPointCreationDate),
    SourceResourceArn: job.sourceResourceArn,
    BackupVaultArn: vaultArn(place, job.vaultName),
    CreationDate: seconds(job.creationDate),
    CompletionDate: seconds(job.completionDate),
    Status: job.status,
    StatusMessage: job.statusMessage,
    PercentDone: `${job.percentDone.toFixed(2)}%`,
    BackupSizeInBytes: job.bytes,
    IamRoleArn: job.iamRoleArn,
    CreatedResourceArn: job.createdResourceArn,
    ResourceType: dynamoDb,
    ValidationStatus: job.validationStatus,
    ValidationStatusMessage: job.validationStatusMessage,
    IsParent: false,
  };
}

export function pointView(point: RecoveryPoint, place: Place) {
  const { moveAt, deleteAt } = calculated(point.lifecycle, new Date(point.creationDate));
  return {
    RecoveryPointArn: point.arn,
    BackupVaultName: point.vaultName,
    BackupVaultArn: vaultArn(place, point.vaultName),
    ResourceArn: point.resourceArn,
    ResourceName: point.resourceName,
    ResourceType: dynamoDb,
    CreatedBy: point.createdBy,
    IamRoleArn: point.iamRoleArn,
    Status: point.status,
    StatusMessage: point.statusMessage,
    CreationDate: seconds(point.creationDate),
    InitiationDate: seconds(point.initiationDate),
    CompletionDate: seconds(point.completionDate),
    BackupSizeInBytes: point.bytes,
    CalculatedLifecycle:
      moveAt || deleteAt ? { MoveToColdStorageAt: seconds(moveAt), DeleteAt: seconds(deleteAt) } : undefined,
    Lifecycle: point.lifecycle,
    EncryptionKeyArn: point.encryptionKeyArn,
    IsEncrypted: true,
    LastRestoreTime: seconds(point.lastRestoreTime),
    IsParent: false,
    VaultType: "BACKUP_VAULT",
  };
}

export function planView(plan: Plan) {
  return {
    BackupPlanId: plan.id,
    BackupPlanArn: plan.arn,
    VersionId: plan.versionId,
    CreationDate: seconds(plan.creationDate),
    LastExecutionDate: seconds(plan.lastExecutionDate),
    AdvancedBackupSettings: plan.advancedSettings,
  };
}
