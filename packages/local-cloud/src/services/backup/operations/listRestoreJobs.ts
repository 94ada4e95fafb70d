import * as v from "valibot";
import type { RestoreJob } from "../jobs.ts";
import { page, pageMembers, pageQuery, timestamp } from "../members.ts";
import { operation } from "../operation.ts";
import { dynamoDb, restoreJobView } from "../views.ts";

const filters = v.object({
  ByAccountId: v.optional(v.string()),
  ByResourceType: v.optional(v.string()),
  ByStatus: v.optional(v.string()),
  ByCreatedBefore: v.optional(timestamp),
  ByCreatedAfter: v.optional(timestamp),
  ByCompleteBefore: v.optional(timestamp),
  ByCompleteAfter: v.optional(timestamp),
  ByRestoreTestingPlanArn: v.optional(v.string()),
});

export const listRestoreJobs = operation({
  method: "GET",
  path: "/restore-jobs/",
  query: {
    accountId: "ByAccountId",
    resourceType: "ByResourceType",
    status: "ByStatus",
    createdBefore: "ByCreatedBefore",
    createdAfter: "ByCreatedAfter",
    completeBefore: "ByCompleteBefore",
    completeAfter: "ByCompleteAfter",
    restoreTestingPlanArn: "ByRestoreTestingPlanArn",
    ...pageQuery,
  },
  input: v.object({ ...filters.entries, ...pageMembers }),
  run({ NextToken, MaxResults, ...by }, { jobs, place }) {
    const wanted = jobs.restores
      .list()
      .filter((job) => isWanted(job, by, place.accountId))
      .sort((a, b) => (a.creationDate > b.creationDate ? -1 : 1));
    const [items, next] = page(wanted, ({ id }) => id, { NextToken, MaxResults });
    return { RestoreJobs: items.map((job) => restoreJobView(job, place)), NextToken: next };
  },
});

function isWanted(job: RestoreJob, by: v.InferOutput<typeof filters>, account: string): boolean {
  const created = new Date(job.creationDate);
  const completed = job.completionDate === undefined ? undefined : new Date(job.completionDate);
  return (
    [account, "*"].includes(by.ByAccountId ?? account) &&
    (by.ByResourceType ?? dynamoDb) === dynamoDb &&
    (by.ByStatus ?? job.status) === job.status &&
    // No restore testing plan runs here: nothing was started by one.
    by.ByRestoreTestingPlanArn === undefined &&
    (by.ByCreatedBefore === undefined || created < by.ByCreatedBefore) &&
    (by.ByCreatedAfter === undefined || created > by.ByCreatedAfter) &&
    (by.ByCompleteBefore === undefined || (completed !== undefined && completed < by.ByCompleteBefore)) &&
    (by.ByCompleteAfter === undefined || (completed !== undefined && completed > by.ByCompleteAfter))
  );
}
