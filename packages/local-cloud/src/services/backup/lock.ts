import { invalidParameter } from "./errors.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { expiryOf, type RecoveryPoint } from "./points.ts";
import type { Vault } from "./vaults.ts";

export interface VaultLock {
  minRetentionDays?: number;
  maxRetentionDays?: number;
  /** From here on nobody can change the lock; absent for a lock that may be removed. ISO 8601. */
  lockDate?: string;
}

/** As the API and CloudFormation have it. */
export interface LockConfiguration {
  MinRetentionDays?: number;
  MaxRetentionDays?: number;
  ChangeableForDays?: number;
}

const day = 86_400_000;
const longest = 36_500;

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html: no user and no service changes it then. */
export const isImmutable = (lock: VaultLock | undefined, now: Date): boolean =>
  lock?.lockDate !== undefined && new Date(lock.lockDate) <= now;

/**
 * Throws InvalidParameterValueException for days that AWS doesn't take.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html
 */
export function lockOf(given: LockConfiguration, now: Date): VaultLock {
  const { MinRetentionDays: min, MaxRetentionDays: max, ChangeableForDays: changeable } = given;
  requireDays("MinRetentionDays", min, 1);
  requireDays("MaxRetentionDays", max, 1);
  // 72 hours to cool off.
  requireDays("ChangeableForDays", changeable, 3);
  if (min !== undefined && max !== undefined && min > max) {
    throw invalidParameter(
      `The lock's MinRetentionDays (${min}) is more than its MaxRetentionDays (${max}).`,
    );
  }
  return {
    minRetentionDays: min,
    maxRetentionDays: max,
    lockDate: changeable === undefined ? undefined : new Date(now.getTime() + changeable * day).toISOString(),
  };
}

export function requireDays(name: string, days: number | undefined, least: number): void {
  if (days === undefined || (days >= least && days <= longest)) return;
  throw invalidParameter(`${name} is ${days}; it has to be from ${least} to ${longest}.`);
}

/**
 * Fails a job whose point the vault's lock wouldn't let in.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html#lag-troubleshoot
 */
export function requireWithinLock({ lock }: Pick<Vault, "lock">, lifecycle: Lifecycle | undefined): void {
  if (isWithinLock(lock, lifecycle)) return;
  throw new Error("Backup job failed because the lifecycle is outside the valid range for backup vault.");
}

/** Whether a point with this lifecycle may be in a vault with this lock: one kept for ever is longer than any maximum. */
export function isWithinLock(lock: VaultLock | undefined, lifecycle: Lifecycle | undefined): boolean {
  const given = lifecycle?.DeleteAfterDays ?? -1;
  const days = given < 0 ? Number.POSITIVE_INFINITY : given;
  return (
    days >= (lock?.minRetentionDays ?? 0) && days <= (lock?.maxRetentionDays ?? Number.POSITIVE_INFINITY)
  );
}

/**
 * Whether a lock keeps a point from being deleted: until its lifecycle ends, whoever asks. One that is kept for ever
 * is never deleted. https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export function isRetained(point: RecoveryPoint, lock: VaultLock | undefined, now: Date): boolean {
  const expiry = expiryOf(point);
  return lock !== undefined && (expiry === undefined || expiry > now);
}
