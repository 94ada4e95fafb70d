import type { BackupVaultListMember } from "@aws-sdk/client-backup";
import type { Finding } from "./check.ts";

/**
 * What a vault's lock has against points that are kept so long; undefined when nothing: jobs whose retention is
 * outside its bounds fail.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html
 */
export function withinLock(
  { BackupVaultArn, MinRetentionDays = 1, MaxRetentionDays = 36_500 }: BackupVaultListMember,
  keepDays: number,
): Omit<Finding, "assumption"> | undefined {
  if (keepDays >= MinRetentionDays && keepDays <= MaxRetentionDays) return undefined;
  return {
    outcome: "broken",
    found: `The lock of the vault ${BackupVaultArn} is from ${MinRetentionDays} to ${MaxRetentionDays} days; the policy says ${keepDays}. Every job would fail.`,
    next: `Keep points there ${MinRetentionDays} to ${MaxRetentionDays} days.`,
  };
}
