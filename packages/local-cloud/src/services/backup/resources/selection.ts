import type { ResourceHandler } from "../../../service.ts";
import { stableUuid } from "../../../stableId.ts";
import { parseInput } from "../operation.ts";
import { requireAssumable } from "../role.ts";
import type { Rooms } from "../rooms.ts";
import { requireRoomForSelection, requireSelectionRules, selectionInput } from "../selectionInput.ts";

/** AWS::Backup::BackupSelection. Ref: the selection's id; GetAtt: Id, SelectionId, BackupPlanId. */
export function backupSelection(rooms: Rooms): ResourceHandler {
  const { clock, plans } = rooms;
  return async ({ stackName, logicalId, properties }) => {
    const id = stableUuid(`${stackName}/${logicalId}`);
    const plan = plans.get(properties.BackupPlanId);
    const applied = JSON.stringify(properties);
    const existing = plans.selections(plan.id).find((selection) => selection.id === id);
    if (existing?.applied !== applied) {
      const input = parseInput(selectionInput, properties.BackupSelection);
      const { SelectionName, IamRoleArn, ...rules } = input;
      requireSelectionRules(rules);
      const others = plans.selections(plan.id).filter((selection) => selection.id !== id);
      requireRoomForSelection(
        rules,
        others.map((selection) => selection.rules),
      );
      requireAssumable(IamRoleArn, rooms);
      plans.saveSelection({
        id,
        planId: plan.id,
        name: SelectionName,
        iamRoleArn: IamRoleArn,
        rules,
        creationDate: existing?.creationDate ?? clock.now().toISOString(),
        applied,
      });
    }
    return { ref: id, attributes: { Id: id, SelectionId: id, BackupPlanId: plan.id } };
  };
}
