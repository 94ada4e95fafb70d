import * as v from "valibot";
import { jobFilterQuery, jobFilters, newestFirst, passesFilters } from "../jobFilters.ts";
import { page, pageMembers, pageQuery } from "../members.ts";
import { isOfCategory } from "../messageCategory.ts";
import { operation } from "../operation.ts";
import { backupJobView } from "../views.ts";

export const listBackupJobs = operation({
  method: "GET",
  path: "/backup-jobs",
  query: {
    resourceArn: "ByResourceArn",
    state: "ByState",
    backupVaultName: "ByBackupVaultName",
    parentJobId: "ByParentJobId",
    messageCategory: "ByMessageCategory",
    ...jobFilterQuery,
    ...pageQuery,
  },
  input: v.object({
    ByResourceArn: v.optional(v.string()),
    ByState: v.optional(v.string()),
    ByBackupVaultName: v.optional(v.string()),
    ByParentJobId: v.optional(v.string()),
    ByMessageCategory: v.optional(v.string()),
    ...jobFilters.entries,
    ...pageMembers,
  }),
  run({ NextToken, MaxResults, ...by }, call) {
    const wanted = call.jobs.backups
      .list()
      .filter(
        (job) =>
          (by.ByResourceArn ?? job.resourceArn) === job.resourceArn &&
          (by.ByState ?? job.state) === job.state &&
          (by.ByBackupVaultName ?? job.vaultName) === job.vaultName &&
          // Tables have no parts that a parent job would have jobs for.
          by.ByParentJobId === undefined &&
          isOfCategory(job, by.ByMessageCategory) &&
          passesFilters(job, by, call.place),
      )
      .sort(newestFirst);
    const [items, next] = page(wanted, ({ id }) => id, { NextToken, MaxResults });
    return { BackupJobs: items.map((job) => backupJobView(job, call)), NextToken: next };
  },
});
