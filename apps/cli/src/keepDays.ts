import { type BackupRule, GetBackupPlanCommand } from "@aws-sdk/client-backup";
import { parseSchedule } from "@holdfast/backup-policy/schedule";
import { type Cloud, outputsOf } from "./cloud.ts";
import { CouldNotRun } from "./errors.ts";

/**
 * The days that the deployed plan keeps the recovery points of its most frequent rule: how long a backup on demand is
 * kept when nobody says otherwise. Throws CouldNotRun when no rule says it.
 */
export async function plannedKeepDays(cloud: Cloud): Promise<number> {
  const BackupPlanId = (await outputsOf(cloud, "Backup"))("BackupPlanId");
  const { BackupPlan } = await cloud.backup.send(new GetBackupPlanCommand({ BackupPlanId }));
  const days = mostFrequent(BackupPlan?.Rules ?? [])?.Lifecycle?.DeleteAfterDays;
  // A rule that never deletes has none, or -1.
  if (days !== undefined && days > 0) return days;
  throw new CouldNotRun(`The backup plan ${BackupPlanId} doesn't say for how many days backups are kept.`, {
    next: "Say it: holdfast backup --keep-days <n>",
  });
}

/** Of the rules that make recovery points at their times; a continuous rule keeps one that grows. */
function mostFrequent(rules: BackupRule[]): BackupRule | undefined {
  return rules
    .filter(({ EnableContinuousBackup, ScheduleExpression }) => !EnableContinuousBackup && ScheduleExpression)
    .map((rule) => ({ rule, time: timeOfStarts(rule) }))
    .sort((a, b) => a.time - b.time)[0]?.rule;
}

/** Milliseconds until a rule has started eight times: more than a week's pattern, so that its days off don't matter. */
function timeOfStarts({ ScheduleExpression, ScheduleExpressionTimezone }: BackupRule): number {
  const schedule = parseSchedule(ScheduleExpression!, ScheduleExpressionTimezone);
  let at: Date | undefined = new Date(0);
  for (let start = 0; start < 9 && at; start += 1) at = schedule.next(at);
  return at?.getTime() ?? Number.POSITIVE_INFINITY;
}
