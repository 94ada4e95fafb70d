import { operation } from "../operation.ts";
import { selectionId, selectionPlan } from "../selectionId.ts";

export const deleteBackupSelection = operation({
  method: "DELETE",
  path: "/backup/plans/{BackupPlanId}/selections/{SelectionId}",
  input: selectionId,
  resource: selectionPlan,
  run({ BackupPlanId, SelectionId }, { plans }) {
    plans.removeSelection(plans.selection(BackupPlanId, SelectionId).id);
  },
});
