import * as v from "valibot";
import { jobFilterQuery, jobFilters, newestFirst, passesFilters } from "../jobFilters.ts";
import { page, pageMembers, pageQuery } from "../members.ts";
import { isOfCategory } from "../messageCategory.ts";
import { operation } from "../operation.ts";
import { copyJobView } from "../views.ts";

export const listCopyJobs = operation({
  method: "GET",
  path: "/copy-jobs",
  query: {
    resourceArn: "ByResourceArn",
    state: "ByState",
    destinationVaultArn: "ByDestinationVaultArn",
    parentJobId: "ByParentJobId",
    messageCategory: "ByMessageCategory",
    sourceRecoveryPointArn: "BySourceRecoveryPointArn",
    ...jobFilterQuery,
    ...pageQuery,
  },
  input: v.object({
    ByResourceArn: v.optional(v.string()),
    ByState: v.optional(v.string()),
    ByDestinationVaultArn: v.optional(v.string()),
    ByParentJobId: v.optional(v.string()),
    ByMessageCategory: v.optional(v.string()),
    BySourceRecoveryPointArn: v.optional(v.string()),
    ...jobFilters.entries,
    ...pageMembers,
  }),
  run({ NextToken, MaxResults, ...by }, call) {
    const wanted = call.jobs.copies
      .list()
      .filter(
        (job) =>
          (by.ByResourceArn ?? job.resourceArn) === job.resourceArn &&
          (by.ByState ?? job.state) === job.state &&
          (by.ByDestinationVaultArn ?? job.destinationVaultArn) === job.destinationVaultArn &&
          (by.BySourceRecoveryPointArn ?? job.sourceRecoveryPointArn) === job.sourceRecoveryPointArn &&
          // Tables have no parts that a parent job would have jobs for.
          by.ByParentJobId === undefined &&
          isOfCategory(job, by.ByMessageCategory) &&
          passesFilters(job, by, call.place),
      )
      .sort(newestFirst);
    const [items, next] = page(wanted, ({ id }) => id, { NextToken, MaxResults });
    return { CopyJobs: items.map((job) => copyJobView(job, call)), NextToken: next };
  },
});
