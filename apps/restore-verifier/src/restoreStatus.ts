import { DescribeRestoreJobCommand, type DescribeRestoreJobOutput } from "@aws-sdk/client-backup";
import type * as v from "valibot";
import { type Restore, Restoring } from "./run.ts";
import type { Services } from "./services.ts";

export const RestoreStatusEvent = Restoring;

const LONGEST_WAIT_SECONDS = 60;
/** AWS promises no restore time; most take under an hour. Each poll is about ten of an execution's 25,000 events. */
const LONGEST_RESTORE_HOURS = 4;

/** How a restore stands, and how long to wait before asking again: 1, 2, 4 … 60 seconds. */
export const restoreStatus =
  ({ backup, clock }: Pick<Services, "backup" | "clock">) =>
  async ({ restore }: v.InferOutput<typeof RestoreStatusEvent>): Promise<Restore> => {
    const job = await backup.send(new DescribeRestoreJobCommand({ RestoreJobId: restore.jobId }));
    const status = job.Status ?? "UNKNOWN";
    const waitSeconds = Math.min(LONGEST_WAIT_SECONDS, restore.waitSeconds * 2);
    const next = {
      ...restore,
      status,
      statusMessage: job.StatusMessage,
      waitSeconds,
      seconds: secondsOf(job),
    };
    const isUnderWay = status === "PENDING" || status === "RUNNING";
    const waited = clock.now().getTime() - Date.parse(restore.startedAt);
    if (!isUnderWay || waited < LONGEST_RESTORE_HOURS * 3_600_000) return next;
    return {
      ...next,
      status: "TIMED_OUT",
      statusMessage: `Not restored after ${LONGEST_RESTORE_HOURS} hours.`,
    };
  };

function secondsOf({ CreationDate, CompletionDate }: DescribeRestoreJobOutput): number | undefined {
  return CreationDate && CompletionDate && (CompletionDate.getTime() - CreationDate.getTime()) / 1000;
}
