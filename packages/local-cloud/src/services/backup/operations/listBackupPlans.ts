import * as v from "valibot";
import { flag, page, pageMembers, pageQuery } from "../members.ts";
import { operation } from "../operation.ts";
import { planView } from "../views.ts";

export const listBackupPlans = operation({
  method: "GET",
  path: "/backup/plans",
  query: { includeDeleted: "IncludeDeleted", ...pageQuery },
  input: v.object({ IncludeDeleted: v.optional(flag), ...pageMembers }),
  run({ IncludeDeleted = false, ...paging }, { plans }) {
    const wanted = IncludeDeleted ? plans.listAll() : plans.list();
    const [items, NextToken] = page(wanted, ({ id }) => id, paging);
    return {
      BackupPlansList: items.map((plan) => ({ ...planView(plan), BackupPlanName: plan.name })),
      NextToken,
    };
  },
});
