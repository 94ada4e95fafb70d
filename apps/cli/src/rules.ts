import { GetBackupPlanCommand } from "@aws-sdk/client-backup";
import { type Cloud, outputsOf } from "./cloud.ts";
import { CouldNotRun } from "./errors.ts";

/** Refuses a rule that the deployed plan doesn't have, or that makes no recovery points at its times. */
export async function requireRule(cloud: Cloud, asked: string): Promise<void> {
  const BackupPlanId = (await outputsOf(cloud, "Backup"))("BackupPlanId");
  const { BackupPlan } = await cloud.backup.send(new GetBackupPlanCommand({ BackupPlanId }));
  const names = (BackupPlan?.Rules ?? []).flatMap(({ RuleName, EnableContinuousBackup }) =>
    RuleName && !EnableContinuousBackup ? [RuleName] : [],
  );
  if (names.includes(asked)) return;
  throw new CouldNotRun(`The backup plan has no rule "${asked}".`, {
    next: `Name one of its rules: ${names.join(", ")}.`,
  });
}
