import type { ResourceHandler } from "../../../service.ts";
import { stableUuid } from "../../../stableId.ts";
import type { Rooms } from "../rooms.ts";

/** AWS::Backup::BackupSelection. Ref: the selection's id; GetAtt: Id, SelectionId, BackupPlanId. */
export function backupSelection({ clock, plans }: Rooms): ResourceHandler {
  return async ({ stackName, logicalId, properties: { BackupPlanId, BackupSelection } }) => {
    const id = stableUuid(`${stackName}/${logicalId}`);
    const plan = plans.get(BackupPlanId);
    const existing = plans.selections(plan.id).find((selection) => selection.id === id);
    const { SelectionName, IamRoleArn, ...rules } = BackupSelection;
    plans.saveSelection({
      id,
      planId: plan.id,
      name: SelectionName,
      iamRoleArn: IamRoleArn,
      rules,
      creationDate: existing?.creationDate ?? clock.now().toISOString(),
    });
    return { ref: id, attributes: { Id: id, SelectionId: id, BackupPlanId: plan.id } };
  };
}
