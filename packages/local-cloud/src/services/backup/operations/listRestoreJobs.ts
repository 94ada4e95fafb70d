import * as v from "valibot";
import { jobFilterQuery, jobFilters, newestFirst, passesFilters } from "../jobFilters.ts";
import { page, pageMembers, pageQuery } from "../members.ts";
import { operation } from "../operation.ts";
import { restoreJobView } from "../views.ts";

export const listRestoreJobs = operation({
  method: "GET",
  path: "/restore-jobs",
  query: {
    status: "ByStatus",
    restoreTestingPlanArn: "ByRestoreTestingPlanArn",
    parentJobId: "ByParentJobId",
    ...jobFilterQuery,
    ...pageQuery,
  },
  input: v.object({
    ByStatus: v.optional(v.string()),
    ByRestoreTestingPlanArn: v.optional(v.string()),
    ByParentJobId: v.optional(v.string()),
    ...jobFilters.entries,
    ...pageMembers,
  }),
  run({ NextToken, MaxResults, ...by }, { jobs, place }) {
    const wanted = jobs.restores
      .list()
      .filter(
        (job) =>
          (by.ByStatus ?? job.status) === job.status &&
          (by.ByRestoreTestingPlanArn ?? job.restoreTest?.planArn) === job.restoreTest?.planArn &&
          // Tables have no parts that a parent job would have jobs for.
          by.ByParentJobId === undefined &&
          passesFilters(job, by, place),
      )
      .sort(newestFirst);
    const [items, next] = page(wanted, ({ id }) => id, { NextToken, MaxResults });
    return { RestoreJobs: items.map((job) => restoreJobView(job, { place })), NextToken: next };
  },
});
