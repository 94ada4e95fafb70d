import type { BackupVaultListMember } from "@aws-sdk/client-backup";
import type { Policy } from "@holdfast/backup-policy";

/** Of a compliance lock the days in which it can be changed go by, and so aren't compared. */
const inWords = (kind: string, minDays: number, maxDays: number) =>
  `a ${kind} lock from ${minDays} to ${maxDays} days`;

export const lockIn = ({ vault: { lock } }: Policy): string =>
  lock.kind === "none" ? "no lock" : inWords(lock.kind, lock.minDays, lock.maxDays);

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeBackupVault.html */
export function lockOn({ Locked, LockDate, ...retention }: BackupVaultListMember): string {
  if (!Locked) return "no lock";
  const { MinRetentionDays = 1, MaxRetentionDays = 36_500 } = retention;
  return inWords(LockDate ? "compliance" : "governance", MinRetentionDays, MaxRetentionDays);
}
