import * as v from "valibot";
import { invalidRequest } from "../errors.ts";
import { seconds, text } from "../members.ts";
import { operation } from "../operation.ts";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-a-backup-plan.html */
export const deleteBackupPlan = operation({
  method: "DELETE",
  path: "/backup/plans/{BackupPlanId}",
  input: v.object({ BackupPlanId: text }),
  resource: ({ BackupPlanId }, { plans }) => plans.get(BackupPlanId),
  run({ BackupPlanId }, { clock, events, planChanged, plans }) {
    if (plans.selections(BackupPlanId).length > 0)
      throw invalidRequest("Related backup plan selections must be deleted prior to backup plan deletion");
    const plan = { ...plans.get(BackupPlanId), deletionDate: clock.now().toISOString() };
    // Its versions stay: they can still be read.
    plans.save(plan);
    events.plan(plan, "DELETED");
    planChanged(plan);
    return {
      BackupPlanId,
      BackupPlanArn: plan.arn,
      DeletionDate: seconds(plan.deletionDate),
      VersionId: plan.versionId,
    };
  },
});
