import * as v from "valibot";
import { seconds, text } from "../members.ts";
import { operation } from "../operation.ts";
import { planInput, versionOf } from "../planInput.ts";
import { withVersion } from "../plans.ts";

export const updateBackupPlan = operation({
  method: "POST",
  path: "/backup/plans/{BackupPlanId}",
  input: v.object({ BackupPlanId: text, BackupPlan: planInput }),
  resource: ({ BackupPlanId }, { plans }) => plans.get(BackupPlanId),
  run({ BackupPlanId, BackupPlan }, call) {
    const { events, planChanged, plans } = call;
    const plan = withVersion(plans.get(BackupPlanId), versionOf(call, BackupPlanId, BackupPlan));
    plans.save(plan);
    events.plan(plan, "MODIFIED");
    planChanged(plan);
    return {
      BackupPlanId,
      BackupPlanArn: plan.arn,
      CreationDate: seconds(plan.creationDate),
      VersionId: plan.versionId,
      AdvancedBackupSettings: plan.advancedSettings,
    };
  },
});
