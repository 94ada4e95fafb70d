import { invalidParameter } from "./errors.ts";

/**
 * What a vault can tell an SNS topic. AWS takes those of the past, too, and never sends them.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultNotifications.html
 */
const vaultEvents: readonly string[] = [
  "BACKUP_JOB_STARTED",
  "BACKUP_JOB_COMPLETED",
  "BACKUP_JOB_SUCCESSFUL",
  "BACKUP_JOB_FAILED",
  "BACKUP_JOB_EXPIRED",
  "RESTORE_JOB_STARTED",
  "RESTORE_JOB_COMPLETED",
  "RESTORE_JOB_SUCCESSFUL",
  "RESTORE_JOB_FAILED",
  "COPY_JOB_STARTED",
  "COPY_JOB_SUCCESSFUL",
  "COPY_JOB_FAILED",
  "RECOVERY_POINT_MODIFIED",
  "BACKUP_PLAN_CREATED",
  "BACKUP_PLAN_MODIFIED",
  "S3_BACKUP_OBJECT_FAILED",
  "S3_RESTORE_OBJECT_FAILED",
  "CONTINUOUS_BACKUP_INTERRUPTED",
  "RECOVERY_POINT_INDEX_COMPLETED",
  "RECOVERY_POINT_INDEX_DELETED",
  "RECOVERY_POINT_INDEXING_FAILED",
  "EKS_RESTORE_OBJECT_FAILED",
  "EKS_RESTORE_OBJECT_SKIPPED",
  "EKS_BACKUP_OBJECT_FAILED",
];

/** Throws InvalidParameterValueException, in AWS's words: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1188 */
export function requireVaultEvents(events: string[]): void {
  if (events.length > 0 && events.every((event) => vaultEvents.includes(event))) return;
  throw invalidParameter(`Please select from the following list of notifications ${vaultEvents.join(", ")}`);
}

export const isTopicArn = (text: string): boolean => /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}$/.test(text);
