import { join } from "node:path";
import { type Records, records } from "../../records.ts";
import type { Clock } from "../../service.ts";
import type { Idempotency } from "./idempotency.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { CreatedBy } from "./plans.ts";

/** Dates are ISO 8601. */
export interface BackupJob {
  id: string;
  vaultName: string;
  recoveryPointArn: string;
  resourceArn: string;
  resourceName: string;
  iamRoleArn: string;
  state: "CREATED" | "PENDING" | "RUNNING" | "ABORTING" | "ABORTED" | "COMPLETED" | "FAILED" | "EXPIRED";
  statusMessage?: string;
  percentDone: number;
  bytes?: number;
  /** The vault's; absent when there was none, and for points that AWS Backup doesn't manage fully. */
  encryptionKeyArn?: string;
  creationDate: string;
  initiationDate?: string;
  completionDate?: string;
  startBy: string;
  /** Counted from the scheduled time, as the start window is; absent: any time. */
  completeBy?: string;
  /** So often it was tried again to begin. */
  retryCount?: number;
  lifecycle?: Lifecycle;
  recoveryPointTags: Record<string, string>;
  createdBy?: CreatedBy;
  idempotency?: Idempotency;
}

/** Dates are ISO 8601. */
export interface RestoreJob {
  id: string;
  recoveryPointArn: string;
  recoveryPointCreationDate: string;
  vaultName: string;
  sourceResourceArn: string;
  targetTableName: string;
  /** As given by the caller. */
  metadata: Record<string, string>;
  copiesTags?: boolean;
  iamRoleArn: string;
  status: "PENDING" | "RUNNING" | "COMPLETED" | "FAILED";
  statusMessage?: string;
  percentDone: number;
  bytes: number;
  creationDate: string;
  completionDate?: string;
  createdResourceArn?: string;
  /** The target table is ours and not whole: it must go before this is cleared, unless the job completes. */
  tableUnfinished?: boolean;
  validationStatus?: "FAILED" | "SUCCESSFUL" | "TIMED_OUT" | "VALIDATING";
  validationStatusMessage?: string;
  idempotency?: Idempotency;
  /** What restore testing made the job for. */
  restoreTest?: { planArn: string; validationHours: number };
  deletionStatus?: "DELETING" | "FAILED" | "SUCCESSFUL";
  deletionStatusMessage?: string;
}

/** Dates are ISO 8601. */
export interface CopyJob {
  id: string;
  sourceVaultName: string;
  sourceRecoveryPointArn: string;
  destinationVaultArn: string;
  /** Of a point that is there, or about to be. */
  destinationRecoveryPointArn?: string;
  resourceArn: string;
  resourceName: string;
  iamRoleArn: string;
  state: "CREATED" | "RUNNING" | "COMPLETED" | "FAILED";
  statusMessage?: string;
  bytes: number;
  creationDate: string;
  completionDate?: string;
  lifecycle?: Lifecycle;
  createdBy?: CreatedBy;
  createdByBackupJobId?: string;
  idempotency?: Idempotency;
}

export interface Jobs {
  backups: Records<BackupJob>;
  copies: Records<CopyJob>;
  restores: Records<RestoreJob>;
}

/** AWS lists the jobs of the last 30 days. */
const keptDays = 30;

// A job is saved at each step. What it made lasts by itself: recovery points are flushed before their job ends.
const unflushed = { flush: false };

/** Jobs in `<folder>`, one file each; those older than 30 days are listed no more, and a restart forgets them. */
export function createJobs(folder: string, clock: Clock): Jobs {
  return {
    backups: recent(records<BackupJob>(join(folder, "backup-jobs"), unflushed), clock),
    copies: recent(records<CopyJob>(join(folder, "copy-jobs"), unflushed), clock),
    restores: recent(records<RestoreJob>(join(folder, "restore-jobs"), unflushed), clock),
  };
}

function recent<T extends BackupJob | CopyJob | RestoreJob>(jobs: Records<T>, clock: Clock): Records<T> {
  function isRecent(job: T): boolean {
    const oldest = new Date(clock.now().getTime() - keptDays * 86_400_000);
    return new Date(job.creationDate) >= oldest || leavesTable(job);
  }
  for (const job of jobs.list()) if (!isRecent(job)) jobs.remove(job.id);
  return { ...jobs, list: () => jobs.list().filter(isRecent) };
}

/** Whether there is a table of the job's still to be removed. */
function leavesTable(job: BackupJob | CopyJob | RestoreJob): boolean {
  if (!("targetTableName" in job)) return false;
  const { deletionStatus, restoreTest, status, tableUnfinished } = job;
  const isTested = restoreTest !== undefined && status === "COMPLETED";
  return tableUnfinished === true || (isTested && (deletionStatus ?? "DELETING") === "DELETING");
}

export const isOver = (job: BackupJob | CopyJob | RestoreJob): boolean => job.completionDate !== undefined;
