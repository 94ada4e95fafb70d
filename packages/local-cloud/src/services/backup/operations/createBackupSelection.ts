import * as v from "valibot";
import { alreadyExists } from "../errors.ts";
import { creatorRequestId, seconds, text } from "../members.ts";
import { operation } from "../operation.ts";
import type { Selection } from "../plans.ts";
import { passRole } from "../role.ts";
import { requireRoomForSelection, requireSelectionRules, selectionInput } from "../selectionInput.ts";

export const createBackupSelection = operation({
  method: "PUT",
  path: "/backup/plans/{BackupPlanId}/selections",
  input: v.object({
    BackupPlanId: text,
    BackupSelection: selectionInput,
    CreatorRequestId: v.optional(creatorRequestId),
  }),
  resource: ({ BackupPlanId }, { plans }) => plans.get(BackupPlanId),
  run(input, call) {
    const { clock, plans, randomUUID } = call;
    const { SelectionName, IamRoleArn, ...rules } = input.BackupSelection;
    passRole(call, IamRoleArn);
    requireSelectionRules(rules);
    const existing = plans.selections(input.BackupPlanId);
    const same = existing.find(({ name }) => name === SelectionName);
    if (same) {
      const { creatorRequestId: CreatorRequestId } = same;
      if (CreatorRequestId !== undefined && CreatorRequestId === input.CreatorRequestId) return answer(same);
      throw alreadyExists(`Backup selection with the name ${SelectionName} already exists in the plan`, {
        CreatorRequestId,
      });
    }
    requireRoomForSelection(
      rules,
      existing.map((selection) => selection.rules),
    );
    const selection: Selection = {
      id: randomUUID(),
      planId: input.BackupPlanId,
      name: SelectionName,
      iamRoleArn: IamRoleArn,
      rules,
      creationDate: clock.now().toISOString(),
      creatorRequestId: input.CreatorRequestId,
    };
    plans.saveSelection(selection);
    return answer(selection);
  },
});

const answer = ({ id, planId, creationDate }: Selection) => ({
  SelectionId: id,
  BackupPlanId: planId,
  CreationDate: seconds(creationDate),
});
