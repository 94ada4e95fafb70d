import * as v from "valibot";
import { notFound } from "../errors.ts";
import { seconds, text } from "../members.ts";
import { operation } from "../operation.ts";

export const getBackupSelection = operation({
  method: "GET",
  path: "/backup/plans/{BackupPlanId}/selections/{SelectionId}",
  input: v.object({ BackupPlanId: text, SelectionId: text }),
  resource: ({ BackupPlanId }, { plans }) => plans.get(BackupPlanId),
  run({ BackupPlanId, SelectionId }, { plans }) {
    const selection = plans.selections(BackupPlanId).find(({ id }) => id === SelectionId);
    if (!selection)
      throw notFound(`Backup selection with id ${SelectionId} does not exist in the plan ${BackupPlanId}`);
    return {
      BackupPlanId,
      SelectionId,
      CreationDate: seconds(selection.creationDate),
      BackupSelection: {
        SelectionName: selection.name,
        IamRoleArn: selection.iamRoleArn,
        ...selection.rules,
      },
    };
  },
});
