import { ListRestoreJobsCommand, type RestoreJobsListMember } from "@aws-sdk/client-backup";
import * as v from "valibot";
import { InvalidRequest } from "./errors.ts";
import { paginate } from "./paginate.ts";
import { parse } from "./parse.ts";
import type { Services } from "./services.ts";
import type { RestoreTesting } from "./settings.ts";

/** A run of a restore testing plan. AWS gives it no id: it is known by the time at which the plan was due. */
export const RestoreTest = v.object({
  planArn: v.string(),
  scheduledAt: v.pipe(v.string(), v.isoTimestamp()),
});
export type RestoreTest = v.InferOutput<typeof RestoreTest>;

const Request = v.looseObject({ restoreTest: v.optional(RestoreTest) });

/** The restore test that an execution's input asks to verify; without one it restores by itself. */
export function restoreTestOf(request: unknown): RestoreTest | undefined {
  try {
    return parse(Request, request, "The execution's input").restoreTest;
  } catch (error) {
    throw new InvalidRequest((error as Error).message);
  }
}

const HOUR = 3_600_000;
/** AWS's own clock, and the time it takes to note a job. */
const SLACK = 5 * 60_000;

/** When the last restore of a run has begun, or been given up. */
export function windowEnd({ scheduledAt }: RestoreTest, { startWindowHours }: RestoreTesting): Date {
  return new Date(Date.parse(scheduledAt) + startWindowHours * HOUR + SLACK);
}

/**
 * The restore jobs of a run, by the ARN of the table whose recovery point they restore; of several the first.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRestoreJobs.html
 */
export const testsOf =
  ({ backup, settings }: Pick<Services, "backup" | "settings">) =>
  async (test: RestoreTest): Promise<Map<string, RestoreJobsListMember>> => {
    const list = (NextToken: string | undefined) =>
      backup.send(
        new ListRestoreJobsCommand({
          ByRestoreTestingPlanArn: test.planArn,
          ByCreatedAfter: new Date(Date.parse(test.scheduledAt) - 1000),
          ByCreatedBefore: windowEnd(test, settings.restoreTesting!),
          NextToken,
        }),
      );
    const jobs = new Map<string, RestoreJobsListMember>();
    for await (const { RestoreJobs = [] } of paginate(list, "NextToken")) {
      for (const job of RestoreJobs) {
        const other = jobs.get(job.SourceResourceArn!);
        if (!other || job.CreationDate! < other.CreationDate!) jobs.set(job.SourceResourceArn!, job);
      }
    }
    return jobs;
  };
