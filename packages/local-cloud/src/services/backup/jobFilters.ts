import * as v from "valibot";
import type { Place } from "../../service.ts";
import { timestamp } from "./members.ts";
import { dynamoDb } from "./views.ts";

/** What the lists of backup, copy and restore jobs can be filtered by, each with its query parameter. */
export const jobFilterQuery = {
  accountId: "ByAccountId",
  resourceType: "ByResourceType",
  createdBefore: "ByCreatedBefore",
  createdAfter: "ByCreatedAfter",
  completeBefore: "ByCompleteBefore",
  completeAfter: "ByCompleteAfter",
};

export const jobFilters = v.object({
  ByAccountId: v.optional(v.string()),
  ByResourceType: v.optional(v.string()),
  ByCreatedBefore: v.optional(timestamp),
  ByCreatedAfter: v.optional(timestamp),
  ByCompleteBefore: v.optional(timestamp),
  ByCompleteAfter: v.optional(timestamp),
});

interface Dated {
  creationDate: string;
  completionDate?: string;
}

export function passesFilters(
  job: Dated,
  by: v.InferOutput<typeof jobFilters>,
  { accountId }: Place,
): boolean {
  const created = new Date(job.creationDate);
  const completed = job.completionDate === undefined ? undefined : new Date(job.completionDate);
  return (
    [accountId, "*"].includes(by.ByAccountId ?? accountId) &&
    (by.ByResourceType ?? dynamoDb) === dynamoDb &&
    (by.ByCreatedBefore === undefined || created < by.ByCreatedBefore) &&
    (by.ByCreatedAfter === undefined || created > by.ByCreatedAfter) &&
    (by.ByCompleteBefore === undefined || (completed !== undefined && completed < by.ByCompleteBefore)) &&
    (by.ByCompleteAfter === undefined || (completed !== undefined && completed > by.ByCompleteAfter))
  );
}

/** Newest first, as AWS lists them. */
export const newestFirst = (a: { creationDate: string }, b: { creationDate: string }): number =>
  a.creationDate > b.creationDate ? -1 : 1;
