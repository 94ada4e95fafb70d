import * as v from "valibot";
import { page, pageMembers, pageQuery } from "../members.ts";
import { operation } from "../operation.ts";
import { planView } from "../views.ts";

export const listBackupPlans = operation({
  method: "GET",
  path: "/backup/plans/",
  query: pageQuery,
  input: v.object(pageMembers),
  run(paging, { plans }) {
    const [items, NextToken] = page(plans.list(), ({ id }) => id, paging);
    return {
      BackupPlansList: items.map((plan) => ({ ...planView(plan), BackupPlanName: plan.name })),
      NextToken,
    };
  },
});
