import * as v from "valibot";
import { invalidParameter } from "./errors.ts";
import type { PlanVersion } from "./plans.ts";
import type { Rooms } from "./rooms.ts";
import { ruleInput, ruleOf } from "./rule.ts";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupPlanInput.html */
export const planInput = v.object({
  BackupPlanName: v.pipe(
    v.string(),
    v.regex(/^[\w.-]{1,50}$/, "it has to be 1 to 50 letters, digits, -, _ and ."),
  ),
  Rules: v.array(ruleInput),
  AdvancedBackupSettings: v.optional(
    v.array(
      v.object({
        ResourceType: v.picklist(
          ["EC2", "S3"],
          ({ input }) => `Invalid resource type ${input} in AdvancedBackupSettings: it has to be EC2 or S3`,
        ),
        BackupOptions: v.record(v.string(), v.string()),
      }),
    ),
  ),
});

export type PlanInput = v.InferOutput<typeof planInput>;

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html */
const mostRules = 10;

/** A new version of a plan. Throws what AWS throws for a plan that can't work. */
export function versionOf(rooms: Rooms, planId: string, input: PlanInput): PlanVersion {
  const { clock, randomUUID } = rooms;
  const rules = input.Rules.map((rule) => ruleOf(rooms, planId, rule));
  if (rules.length === 0) throw invalidParameter("A backup plan has at least one rule.");
  if (rules.length > mostRules)
    throw invalidParameter(`A backup plan has at most ${mostRules} rules; this one has ${rules.length}.`);
  const names = rules.map(({ RuleName }) => RuleName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalidParameter(`Two rules of the backup plan are named ${twice}.`);
  for (const { RuleName, EnableContinuousBackup } of rules) {
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html
    if (EnableContinuousBackup)
      rooms.log?.(`Rule ${RuleName}: DynamoDB has no continuous backup; AWS Backup makes snapshots.`);
  }
  return {
    // As AWS writes them: the base64 of a UUID.
    versionId: Buffer.from(randomUUID()).toString("base64"),
    name: input.BackupPlanName,
    rules,
    advancedSettings: input.AdvancedBackupSettings,
    creationDate: clock.now().toISOString(),
  };
}
