import type { BackupEvents } from "./events.ts";
import type { BackupJob, CopyJob, RestoreJob } from "./jobs.ts";
import type { Vaults } from "./vaults.ts";

/** What an SNS topic is sent: the attributes are for subscriptions' filters. */
export interface Notification {
  message: string;
  attributes: Record<string, string>;
}

export type Notify = (topicArn: string, notification: Notification) => void;

/** Tells the topics of the vaults what EventBridge is told of their jobs. */
export function withNotifications(
  events: BackupEvents,
  vaults: Pick<Vaults, "list">,
  accountId: string,
  notify: Notify,
): BackupEvents {
  function tell(vaultNamesOrArns: string[], event: string | undefined, job: Job, message: string): void {
    const topics = vaults.list().flatMap(({ name, arn, notifications }) => {
      const concerned = vaultNamesOrArns.includes(name) || vaultNamesOrArns.includes(arn);
      return concerned && event && notifications?.events.includes(event) ? [notifications.topicArn] : [];
    });
    for (const topic of new Set(topics)) {
      notify(topic, { message, attributes: { ...attributesOf(event!, job), AccountId: accountId } });
    }
  }
  return {
    ...events,
    backupJob(job) {
      events.backupJob(job);
      tell([job.vaultName], backupEvents[job.state], { ...job, state: job.state }, backupMessage(job));
    },
    copyJob(job) {
      events.copyJob(job);
      tell([job.sourceVaultName, job.destinationVaultArn], copyEvents[job.state], job, copyMessage(job));
    },
    restoreJob(job, ...rest) {
      events.restoreJob(job, ...rest);
      if (rest[0] === "CREATED") return;
      tell([job.vaultName], restoreEvents[job.status], { ...job, state: job.status }, restoreMessage(job));
    },
  };
}

interface Job {
  id: string;
  state: string;
  creationDate: string;
}

/** A completed job is one that is over, however it ended: https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html */
const backupEvents: Partial<Record<BackupJob["state"], string>> = {
  RUNNING: "BACKUP_JOB_STARTED",
  COMPLETED: "BACKUP_JOB_COMPLETED",
  FAILED: "BACKUP_JOB_COMPLETED",
  EXPIRED: "BACKUP_JOB_COMPLETED",
  ABORTED: "BACKUP_JOB_COMPLETED",
};
const copyEvents: Partial<Record<CopyJob["state"], string>> = {
  RUNNING: "COPY_JOB_STARTED",
  COMPLETED: "COPY_JOB_SUCCESSFUL",
  FAILED: "COPY_JOB_FAILED",
};
const restoreEvents: Partial<Record<RestoreJob["status"], string>> = {
  RUNNING: "RESTORE_JOB_STARTED",
  COMPLETED: "RESTORE_JOB_COMPLETED",
  FAILED: "RESTORE_JOB_COMPLETED",
};

const attributesOf = (event: string, { id, state, creationDate }: Job) => ({
  EventType: event.replace(/_[A-Z]+$/, ""),
  State: state,
  Id: id,
  StartTime: creationDate,
});

const outcomes: Record<string, string> = {
  RUNNING: "was started",
  COMPLETED: "was completed successfully",
  FAILED: "failed",
  EXPIRED: "expired",
  ABORTED: "was aborted",
};

const status = (message: string | undefined) => (message === undefined ? "" : ` Status Message : ${message}`);

function backupMessage({ id, state, recoveryPointArn, resourceArn, statusMessage }: BackupJob): string {
  const point = state === "COMPLETED" ? ` Recovery point ARN: ${recoveryPointArn}.` : "";
  return `An AWS Backup job ${outcomes[state]}.${point} Resource ARN : ${resourceArn}. BackupJob ID : ${id}${status(statusMessage)}`;
}

const copyMessage = ({ id, state, sourceRecoveryPointArn, statusMessage }: CopyJob): string =>
  `An AWS Backup copy job ${outcomes[state]}. Recovery point ARN: ${sourceRecoveryPointArn}. CopyJob ID : ${id}${status(statusMessage)}`;

const restoreMessage = (job: RestoreJob): string =>
  `An AWS Backup restore job ${outcomes[job.status]}. Recovery point ARN: ${job.recoveryPointArn}. RestoreJob ID : ${job.id}${status(job.statusMessage)}`;
