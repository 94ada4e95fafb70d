import * as v from "valibot";
import { notFound } from "../errors.ts";
import { text } from "../members.ts";
import { operation } from "../operation.ts";
import { planView } from "../views.ts";

export const getBackupPlan = operation({
  method: "GET",
  path: "/backup/plans/{BackupPlanId}",
  query: { versionId: "VersionId", MaxScheduledRunsPreview: "MaxScheduledRunsPreview" },
  input: v.object({
    BackupPlanId: text,
    VersionId: v.optional(v.string()),
    MaxScheduledRunsPreview: v.optional(v.string()),
  }),
  resource: ({ BackupPlanId }, { plans }) => plans.get(BackupPlanId),
  run({ BackupPlanId, VersionId }, { plans }) {
    const plan = plans.get(BackupPlanId);
    if (VersionId !== undefined && VersionId !== plan.versionId) {
      throw notFound("Failed reading Backup plan with provided version");
    }
    return {
      ...planView(plan),
      BackupPlan: {
        BackupPlanName: plan.name,
        Rules: plan.rules,
        AdvancedBackupSettings: plan.advancedSettings,
      },
    };
  },
});
