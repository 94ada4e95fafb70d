import * as v from "valibot";
import { notFound } from "../errors.ts";
import { seconds, text, wholeNumber } from "../members.ts";
import { type Call, operation } from "../operation.ts";
import { planDocument } from "../planDocument.ts";
import type { Plan } from "../plans.ts";
import { planView } from "../views.ts";

const input = v.object({
  BackupPlanId: text,
  VersionId: v.optional(v.string()),
  MaxScheduledRunsPreview: v.optional(wholeNumber(0, 10)),
});

export const getBackupPlan = operation({
  method: "GET",
  path: "/backup/plans/{BackupPlanId}",
  query: { versionId: "VersionId", MaxScheduledRunsPreview: "MaxScheduledRunsPreview" },
  input,
  resource: planOf,
  run(given, call) {
    const plan = planOf(given, call);
    const { MaxScheduledRunsPreview: count = 0 } = given;
    return {
      ...planView(plan),
      BackupPlan: planDocument(plan),
      ScheduledRunsPreview: count > 0 ? nextRuns(plan, count, call) : undefined,
    };
  },
});

/** A plan that is there, or one version of it, even if it was deleted. */
function planOf({ BackupPlanId, VersionId }: v.InferOutput<typeof input>, { plans }: Call): Plan {
  if (VersionId === undefined) return plans.get(BackupPlanId);
  const version = plans.versions(BackupPlanId).find(({ versionId }) => versionId === VersionId);
  if (!version) throw notFound("Failed reading Backup plan with provided version");
  return version;
}

function nextRuns({ rules }: Plan, count: number, { clock, nextRun }: Call) {
  const runs = rules.flatMap(({ RuleId, ScheduleExpression, ScheduleExpressionTimezone }) => {
    const dates: Date[] = [];
    for (let at = clock.now(); dates.length < count; dates.push(at)) {
      const next = nextRun(ScheduleExpression, at, ScheduleExpressionTimezone);
      if (!next) break;
      at = next;
    }
    // A table has no continuous backup: https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html
    return dates.map((at) => ({ ExecutionTime: seconds(at)!, RuleId, RuleExecutionType: "SNAPSHOTS" }));
  });
  return runs.sort((a, b) => a.ExecutionTime - b.ExecutionTime).slice(0, count);
}
