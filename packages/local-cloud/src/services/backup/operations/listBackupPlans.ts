import * as v from "valibot";
import { flag, page, pageMembers, pageQuery } from "../members.ts";
import { operation } from "../operation.ts";
import { planView } from "../views.ts";

export const listBackupPlans = operation({
  method: "GET",
  path: "/backup/plans",
  query: { includeDeleted: "IncludeDeleted", ...pageQuery },
  input: v.object({ IncludeDeleted: v.optional(flag), ...pageMembers }),
  run({ IncludeDeleted: _, ...paging }, { plans }) {
    const [items, NextToken] = page(plans.list(), ({ id }) => id, paging);
    return {
      BackupPlansList: items.map((plan) => ({ ...planView(plan), BackupPlanName: plan.name })),
      NextToken,
    };
  },
});
