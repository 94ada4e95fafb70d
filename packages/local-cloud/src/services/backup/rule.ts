import * as v from "valibot";
import { stableUuid } from "../../stableId.ts";
import { parseVaultArn } from "./arns.ts";
import { invalidParameter } from "./errors.ts";
import { requireValid } from "./lifecycle.ts";
import { lifecycle, long, tags, text } from "./members.ts";
import type { CopyAction, Rule } from "./plans.ts";
import type { Rooms } from "./rooms.ts";
import { requireTags } from "./tags.ts";
import { requireTargets } from "./targetVault.ts";
import { requireVaultName } from "./vaultInput.ts";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html */
export const ruleInput = v.object({
  RuleName: v.pipe(v.string(), v.regex(/^[\w.-]{1,50}$/, "it has to be 1 to 50 letters, digits, -, _ and .")),
  TargetBackupVaultName: text,
  TargetLogicallyAirGappedBackupVaultArn: v.optional(text),
  ScheduleExpression: v.optional(v.string()),
  ScheduleExpressionTimezone: v.optional(v.string()),
  StartWindowMinutes: v.optional(long),
  CompletionWindowMinutes: v.optional(long),
  Lifecycle: v.optional(lifecycle),
  RecoveryPointTags: v.optional(tags),
  CopyActions: v.optional(
    v.array(v.object({ DestinationBackupVaultArn: text, Lifecycle: v.optional(lifecycle) })),
  ),
  EnableContinuousBackup: v.optional(v.boolean()),
  IndexActions: v.optional(v.array(v.object({ ResourceTypes: v.optional(v.array(v.string())) }))),
});

type RuleInput = v.InferOutput<typeof ruleInput>;

const shortestRun = 60;
/** 100 years. */
const longestWindow = 52_560_000;
/** https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html */
const mostCopyActions = 5;
const mostRecoveryPointTags = 10;
const longestContinuousDays = 35;

/** The rule with AWS's defaults. Throws what AWS throws for one that can't work. */
export function ruleOf(rooms: Rooms, planId: string, given: RuleInput): Rule {
  // AWS's words: https://github.com/aws/aws-cdk/issues/8685
  const where = `Error in rule ${given.RuleName} : `;
  const { StartWindowMinutes = 480, CompletionWindowMinutes = 10_080 } = given;
  const { TargetBackupVaultName: name, TargetLogicallyAirGappedBackupVaultArn: airGappedArn } = given;
  requireVaultName(name, where);
  requireTargets({ name, airGappedArn }, rooms, { where, member: "TargetLogicallyAirGappedBackupVaultArn" });
  requireValid(given.Lifecycle, where);
  requireContinuous(where, given);
  requireWindow(where, "StartWindowMinutes", StartWindowMinutes);
  requireWindow(where, "CompletionWindowMinutes", CompletionWindowMinutes);
  // https://github.com/lgallard/terraform-aws-backup/blob/master/variables.tf
  if (CompletionWindowMinutes < StartWindowMinutes + shortestRun)
    throw invalidParameter(
      `${where}CompletionWindowMinutes is ${CompletionWindowMinutes}; it has to be at least ${shortestRun} minutes longer than StartWindowMinutes, which is ${StartWindowMinutes}.`,
    );
  requireTags(given.RecoveryPointTags);
  requireAtMost(
    where,
    "RecoveryPointTags",
    Object.keys(given.RecoveryPointTags ?? {}),
    mostRecoveryPointTags,
  );
  requireAtMost(where, "CopyActions", given.CopyActions ?? [], mostCopyActions);
  for (const action of given.CopyActions ?? []) requireCopyAction(where, action);
  return {
    ...given,
    ...scheduleOf(rooms, where, given),
    RuleId: stableUuid(`${planId}/${given.RuleName}`),
    StartWindowMinutes,
    CompletionWindowMinutes,
  };
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html */
function requireContinuous(where: string, { EnableContinuousBackup, Lifecycle }: RuleInput): void {
  if (!EnableContinuousBackup) return;
  const { DeleteAfterDays = -1, MoveToColdStorageAfterDays = -1 } = Lifecycle ?? {};
  if (DeleteAfterDays < 1 || DeleteAfterDays > longestContinuousDays || MoveToColdStorageAfterDays >= 0) {
    throw invalidParameter(
      `${where}Invalid lifecycle. Continuous backups are kept for 1 to ${longestContinuousDays} days and don't move to cold storage`,
    );
  }
}

function requireWindow(where: string, name: string, minutes: number): void {
  if (minutes < 60) throw invalidParameter(`${where}${name} is ${minutes}; it has to be at least 60.`);
  if (minutes > longestWindow)
    throw invalidParameter(`${where}${name} is ${minutes}; it has to be at most ${longestWindow}.`);
}

function requireAtMost(where: string, name: string, given: unknown[], most: number): void {
  if (given.length > most)
    throw invalidParameter(`${where}${name} has ${given.length} entries; it has at most ${most}.`);
}

function requireCopyAction(where: string, { DestinationBackupVaultArn, Lifecycle }: CopyAction): void {
  if (!parseVaultArn(DestinationBackupVaultArn))
    throw invalidParameter(`${where}${DestinationBackupVaultArn} isn't the ARN of a backup vault.`);
  requireValid(Lifecycle, where);
}

/** Defaults: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html */
function scheduleOf({ clock, nextRun }: Rooms, where: string, given: RuleInput) {
  const { ScheduleExpression = "cron(0 5 ? * * *)", ScheduleExpressionTimezone = "Etc/UTC" } = given;
  try {
    nextRun(ScheduleExpression, clock.now(), ScheduleExpressionTimezone);
  } catch (cause) {
    throw invalidParameter(`${where}${(cause as Error).message}`);
  }
  return { ScheduleExpression, ScheduleExpressionTimezone };
}
