import * as v from "valibot";
import { page, pageMembers, pageQuery, text } from "../members.ts";
import { operation } from "../operation.ts";
import { planView } from "../views.ts";

export const listBackupPlanVersions = operation({
  method: "GET",
  path: "/backup/plans/{BackupPlanId}/versions",
  query: pageQuery,
  input: v.object({ BackupPlanId: text, ...pageMembers }),
  resource: ({ BackupPlanId }, { plans }) => plans.versions(BackupPlanId)[0]!,
  run({ BackupPlanId, ...paging }, { plans }) {
    const [items, NextToken] = page(plans.versions(BackupPlanId), ({ versionId }) => versionId, paging);
    return {
      BackupPlanVersionsList: items.map((plan) => ({ ...planView(plan), BackupPlanName: plan.name })),
      NextToken,
    };
  },
});
