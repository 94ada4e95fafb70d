import * as v from "valibot";
import { text } from "../members.ts";
import { operation } from "../operation.ts";
import { planDocument } from "../planDocument.ts";

export const exportBackupPlanTemplate = operation({
  method: "GET",
  path: "/backup/plans/{BackupPlanId}/toTemplate",
  input: v.object({ BackupPlanId: text }),
  run: ({ BackupPlanId }, { plans }) => ({
    BackupPlanTemplateJson: JSON.stringify(planDocument(plans.get(BackupPlanId))),
  }),
});
