import { seconds } from "../members.ts";
import { operation } from "../operation.ts";
import { selectionId, selectionPlan } from "../selectionId.ts";

export const getBackupSelection = operation({
  method: "GET",
  path: "/backup/plans/{BackupPlanId}/selections/{SelectionId}",
  input: selectionId,
  resource: selectionPlan,
  run({ BackupPlanId, SelectionId }, { plans }) {
    const selection = plans.selection(BackupPlanId, SelectionId);
    return {
      BackupPlanId,
      SelectionId,
      CreationDate: seconds(selection.creationDate),
      CreatorRequestId: selection.creatorRequestId,
      BackupSelection: {
        SelectionName: selection.name,
        IamRoleArn: selection.iamRoleArn,
        ...selection.rules,
      },
    };
  },
});
