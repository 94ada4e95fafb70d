import * as v from "valibot";
import type { BackupJob } from "../jobs.ts";
import { page, pageMembers, pageQuery, timestamp } from "../members.ts";
import { operation } from "../operation.ts";
import { backupJobView, dynamoDb } from "../views.ts";

const filters = v.object({
  ByResourceArn: v.optional(v.string()),
  ByState: v.optional(v.string()),
  ByBackupVaultName: v.optional(v.string()),
  ByCreatedBefore: v.optional(timestamp),
  ByCreatedAfter: v.optional(timestamp),
  ByCompleteBefore: v.optional(timestamp),
  ByCompleteAfter: v.optional(timestamp),
  ByResourceType: v.optional(v.string()),
  ByAccountId: v.optional(v.string()),
});

export const listBackupJobs = operation({
  method: "GET",
  path: "/backup-jobs/",
  query: {
    resourceArn: "ByResourceArn",
    state: "ByState",
    backupVaultName: "ByBackupVaultName",
    createdBefore: "ByCreatedBefore",
    createdAfter: "ByCreatedAfter",
    completeBefore: "ByCompleteBefore",
    completeAfter: "ByCompleteAfter",
    resourceType: "ByResourceType",
    accountId: "ByAccountId",
    ...pageQuery,
  },
  input: v.object({ ...filters.entries, ...pageMembers }),
  run({ NextToken, MaxResults, ...by }, { jobs, place }) {
    const wanted = jobs.backups
      .list()
      .filter((job) => isWanted(job, by, place.accountId))
      .sort((a, b) => (a.creationDate > b.creationDate ? -1 : 1));
    const [items, next] = page(wanted, ({ id }) => id, { NextToken, MaxResults });
    return { BackupJobs: items.map((job) => backupJobView(job, place)), NextToken: next };
  },
});

function isWanted(job: BackupJob, by: v.InferOutput<typeof filters>, account: string): boolean {
  const created = new Date(job.creationDate);
  const completed = job.completionDate === undefined ? undefined : new Date(job.completionDate);
  return (
    (by.ByResourceArn ?? job.resourceArn) === job.resourceArn &&
    (by.ByState ?? job.state) === job.state &&
    (by.ByBackupVaultName ?? job.vaultName) === job.vaultName &&
    (by.ByResourceType ?? dynamoDb) === dynamoDb &&
    [account, "*"].includes(by.ByAccountId ?? account) &&
    (by.ByCreatedBefore === undefined || created < by.ByCreatedBefore) &&
    (by.ByCreatedAfter === undefined || created > by.ByCreatedAfter) &&
    (by.ByCompleteBefore === undefined || (completed !== undefined && completed < by.ByCompleteBefore)) &&
    (by.ByCompleteAfter === undefined || (completed !== undefined && completed > by.ByCompleteAfter))
  );
}
