import { invalidRequest } from "./errors.ts";
import { isImmutable } from "./lock.ts";
import type { Vault } from "./vaults.ts";

/**
 * Throws InvalidRequestException for a lock that nobody can change any more.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVaultLockConfiguration.html
 */
export function requireChangeableLock({ name, lock }: Vault, now: Date): void {
  if (!isImmutable(lock, now)) return;
  throw invalidRequest(
    `The lock of the backup vault ${name} can't be changed or deleted any more since ${lock!.lockDate}.`,
  );
}
