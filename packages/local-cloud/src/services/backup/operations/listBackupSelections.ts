import * as v from "valibot";
import { page, pageMembers, pageQuery, seconds, text } from "../members.ts";
import { operation } from "../operation.ts";

export const listBackupSelections = operation({
  method: "GET",
  path: "/backup/plans/{BackupPlanId}/selections",
  query: pageQuery,
  input: v.object({ BackupPlanId: text, ...pageMembers }),
  resource: ({ BackupPlanId }, { plans }) => plans.get(BackupPlanId),
  run({ BackupPlanId, ...paging }, { plans }) {
    const [items, NextToken] = page(plans.selections(BackupPlanId), ({ id }) => id, paging);
    return {
      BackupSelectionsList: items.map((selection) => ({
        SelectionId: selection.id,
        SelectionName: selection.name,
        BackupPlanId,
        CreationDate: seconds(selection.creationDate),
        CreatorRequestId: selection.creatorRequestId,
        IamRoleArn: selection.iamRoleArn,
      })),
      NextToken,
    };
  },
});
