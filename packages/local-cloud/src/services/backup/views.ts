import { vaultArn } from "./arns.ts";
import type { BackupJob, CopyJob, RestoreJob } from "./jobs.ts";
import { calculated } from "./lifecycle.ts";
import { seconds } from "./members.ts";
import { messageCategory } from "./messageCategory.ts";
import type { Plan } from "./plans.ts";
import type { RecoveryPoint } from "./points.ts";
import type { Rooms } from "./rooms.ts";
import { typeOf, type Vault } from "./vaults.ts";

type Context = Pick<Rooms, "place" | "vaults">;

/** What AWS Backup calls this kind of resource. */
export const dynamoDb = "DynamoDB";

export function vaultView(vault: Vault, numberOfRecoveryPoints: number) {
  const { lock } = vault;
  return {
    BackupVaultName: vault.name,
    BackupVaultArn: vault.arn,
    VaultType: typeOf(vault),
    VaultState: "AVAILABLE",
    EncryptionKeyArn: vault.encryptionKeyArn,
    EncryptionKeyType: vault.encryptionKeyType,
    CreationDate: seconds(vault.creationDate),
    CreatorRequestId: vault.creatorRequestId,
    NumberOfRecoveryPoints: numberOfRecoveryPoints,
    Locked: lock !== undefined,
    MinRetentionDays: lock?.minRetentionDays,
    MaxRetentionDays: lock?.maxRetentionDays,
    LockDate: seconds(lock?.lockDate),
  };
}

/** The vault a job or a point is in; it may have been deleted since. */
function vaultMembers(vaultName: string, { place, vaults }: Context) {
  const vault = vaults.find(vaultName);
  return {
    BackupVaultArn: vaultArn(place, vaultName),
    VaultType: vault && typeOf(vault),
    EncryptionKeyType: vault?.encryptionKeyType,
    VaultLockState: vault && (vault.lock ? "LOCKED" : "UNLOCKED"),
  };
}

export function backupJobView(job: BackupJob, context: Context) {
  const { BackupVaultArn, VaultType, VaultLockState } = vaultMembers(job.vaultName, context);
  return {
    AccountId: context.place.accountId,
    BackupJobId: job.id,
    BackupVaultName: job.vaultName,
    BackupVaultArn,
    VaultType,
    VaultLockState,
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
    MessageCategory: messageCategory(job),
  };
}

export function copyJobView(job: CopyJob, context: Context) {
  const { place, vaults } = context;
  const destination = vaults.list().find(({ arn }) => arn === job.destinationVaultArn);
  return {
    AccountId: place.accountId,
    CopyJobId: job.id,
    SourceBackupVaultArn: vaultArn(place, job.sourceVaultName),
    SourceRecoveryPointArn: job.sourceRecoveryPointArn,
    DestinationBackupVaultArn: job.destinationVaultArn,
    DestinationVaultType: destination && typeOf(destination),
    DestinationVaultLockState: destination && (destination.lock ? "LOCKED" : "UNLOCKED"),
    DestinationRecoveryPointArn: job.state === "COMPLETED" ? job.destinationRecoveryPointArn : undefined,
    DestinationEncryptionKeyArn: destination?.encryptionKeyArn,
    DestinationRecoveryPointLifecycle: job.lifecycle,
    ResourceArn: job.resourceArn,
    ResourceName: job.resourceName,
    ResourceType: dynamoDb,
    CreationDate: seconds(job.creationDate),
    CompletionDate: seconds(job.completionDate),
    State: job.state,
    StatusMessage: job.statusMessage,
    MessageCategory: messageCategory(job),
    BackupSizeInBytes: job.bytes,
    IamRoleArn: job.iamRoleArn,
    CreatedBy: job.createdBy,
    CreatedByBackupJobId: job.createdByBackupJobId,
    IsParent: false,
  };
}

export function restoreJobView(job: RestoreJob, { place }: Pick<Context, "place">) {
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
    CreatedBy: job.restoreTest && { RestoreTestingPlanArn: job.restoreTest.planArn },
    ValidationStatus: job.validationStatus,
    ValidationStatusMessage: job.validationStatusMessage,
    DeletionStatus: job.deletionStatus,
    DeletionStatusMessage: job.deletionStatusMessage,
    IsParent: false,
  };
}

export function pointView(point: RecoveryPoint, context: Context) {
  const { BackupVaultArn, VaultType, EncryptionKeyType } = vaultMembers(point.vaultName, context);
  return {
    RecoveryPointArn: point.arn,
    BackupVaultName: point.vaultName,
    BackupVaultArn,
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
    CalculatedLifecycle: calculatedView(point),
    Lifecycle: point.lifecycle,
    EncryptionKeyArn: point.encryptionKeyArn,
    EncryptionKeyType,
    IsEncrypted: true,
    LastRestoreTime: seconds(point.lastRestoreTime),
    IsParent: false,
    VaultType,
  };
}

export function calculatedView({ lifecycle, creationDate }: RecoveryPoint) {
  const { moveAt, deleteAt } = calculated(lifecycle, new Date(creationDate));
  return moveAt || deleteAt
    ? { MoveToColdStorageAt: seconds(moveAt), DeleteAt: seconds(deleteAt) }
    : undefined;
}

export function planView(plan: Plan) {
  return {
    BackupPlanId: plan.id,
    BackupPlanArn: plan.arn,
    VersionId: plan.versionId,
    CreatorRequestId: plan.creatorRequestId,
    CreationDate: seconds(plan.creationDate),
    DeletionDate: seconds(plan.deletionDate),
    LastExecutionDate: seconds(plan.lastExecutionDate),
    AdvancedBackupSettings: plan.advancedSettings,
  };
}
