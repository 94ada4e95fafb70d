import { DescribeRestoreJobCommand, type DescribeRestoreJobOutput } from "@aws-sdk/client-backup";
import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import * as v from "valibot";
import { nameOf } from "./errors.ts";
import { type Restore, Restoring } from "./run.ts";
import type { Services } from "./services.ts";

/** `token`: who sends it back ends the wait. */
export const AwaitRestoreEvent = v.object({ token: v.string(), run: Restoring });

/** AWS promises no restore time; most take under an hour. */
const LONGEST_RESTORE_HOURS = 4;

/** Somebody who waits for a restore. */
export interface Awaited {
  token: string;
  restore: Restore;
}

export const awaitedKey = (jobId: string) => `runs/awaited/${jobId}.json`;

/**
 * Notes who waits for a restore, and looks whether it is over already. In this order: of a restore that ends later its
 * event tells, and one that ended before is seen here. An event that is lost is made up for by the next look, when the
 * wait has timed out.
 */
export const awaitRestore =
  (services: Pick<Services, "backup" | "clock" | "store" | "stepFunctions">) =>
  async ({ token, run: { restore } }: v.InferOutput<typeof AwaitRestoreEvent>): Promise<Told> => {
    const awaited: Awaited = { token, restore };
    await services.store.put(awaitedKey(restore.jobId), Buffer.from(JSON.stringify(awaited)));
    return tell(services)(awaited);
  };

export type Told = "told" | "still under way" | "nobody waits";

/** Tells who waits how the restore ended, if it did. */
export const tell =
  ({ backup, clock, stepFunctions }: Pick<Services, "backup" | "clock" | "stepFunctions">) =>
  async ({ token, restore }: Awaited): Promise<Told> => {
    const job = await backup.send(new DescribeRestoreJobCommand({ RestoreJobId: restore.jobId }));
    const ended = endOf(restore, job, clock.now());
    if (!ended) return "still under way";
    try {
      const output = JSON.stringify(ended);
      await stepFunctions.send(new SendTaskSuccessCommand({ taskToken: token, output }));
      return "told";
    } catch (error) {
      // Told before: an event comes twice, or beside a look. Or the wait has timed out, and the next look will tell.
      if (OVER.includes(nameOf(error))) return "nobody waits";
      throw error;
    }
  };

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
const OVER = ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"];

function endOf(restore: Restore, job: DescribeRestoreJobOutput, now: Date): Restore | undefined {
  const status = job.Status ?? "UNKNOWN";
  const ended = {
    ...restore,
    // Restore testing names its tables itself.
    tableName: job.CreatedResourceArn?.split("/").at(-1) ?? restore.tableName,
    status,
    statusMessage: job.StatusMessage,
    seconds: secondsOf(job),
  };
  if (status !== "PENDING" && status !== "RUNNING") return ended;
  if (now.getTime() - Date.parse(restore.startedAt) < LONGEST_RESTORE_HOURS * 3_600_000) return undefined;
  return {
    ...ended,
    status: "TIMED_OUT",
    statusMessage: `Not restored after ${LONGEST_RESTORE_HOURS} hours.`,
  };
}

function secondsOf({ CreationDate, CompletionDate }: DescribeRestoreJobOutput): number | undefined {
  return CreationDate && CompletionDate && (CompletionDate.getTime() - CreationDate.getTime()) / 1000;
}
