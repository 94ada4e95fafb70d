import * as v from "valibot";
import { newestFirst } from "../jobFilters.ts";
import { page, pageMembers, pageQuery, text, timestamp } from "../members.ts";
import { operation } from "../operation.ts";
import { restoreJobView } from "../views.ts";

export const listRestoreJobsByProtectedResource = operation({
  method: "GET",
  path: "/resources/{ResourceArn}/restore-jobs",
  query: {
    status: "ByStatus",
    recoveryPointCreationDateAfter: "ByRecoveryPointCreationDateAfter",
    recoveryPointCreationDateBefore: "ByRecoveryPointCreationDateBefore",
    ...pageQuery,
  },
  input: v.object({
    ResourceArn: text,
    ByStatus: v.optional(v.string()),
    ByRecoveryPointCreationDateAfter: v.optional(timestamp),
    ByRecoveryPointCreationDateBefore: v.optional(timestamp),
    ...pageMembers,
  }),
  run({ ResourceArn, NextToken, MaxResults, ...by }, call) {
    const { ByRecoveryPointCreationDateAfter: after, ByRecoveryPointCreationDateBefore: before } = by;
    const wanted = call.jobs.restores
      .list()
      .filter((job) => {
        const made = new Date(job.recoveryPointCreationDate);
        return (
          job.sourceResourceArn === ResourceArn &&
          (by.ByStatus ?? job.status) === job.status &&
          (after === undefined || made > after) &&
          (before === undefined || made < before)
        );
      })
      .sort(newestFirst);
    const [items, next] = page(wanted, ({ id }) => id, { NextToken, MaxResults });
    return { RestoreJobs: items.map((job) => restoreJobView(job, call)), NextToken: next };
  },
});
