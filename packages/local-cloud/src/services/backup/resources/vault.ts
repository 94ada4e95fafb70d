import type { ResourceHandler } from "../../../service.ts";
import { vaultArn } from "../arns.ts";
import { invalidParameter } from "../errors.ts";
import type { Rooms } from "../rooms.ts";
import type { Vault, VaultLock } from "../vaults.ts";

/** AWS::Backup::BackupVault. Ref: the vault's name; GetAtt: BackupVaultName, BackupVaultArn. */
export function backupVault({ clock, kms, place, vaults }: Rooms): ResourceHandler {
  return async ({ properties }) => {
    const name: string = properties.BackupVaultName;
    if (!/^[\w-]{2,50}$/.test(name)) {
      throw invalidParameter(
        `A backup vault's name has 2 to 50 letters, digits, - and _; "${name}" doesn't.`,
      );
    }
    const arn = vaultArn(place, name);
    const existing = vaults.find(name);
    const applied = JSON.stringify(properties);
    // As CloudFormation does: a template that didn't change leaves alone what was changed by API.
    if (existing?.applied !== applied) {
      const created = existing?.creationDate ?? clock.now().toISOString();
      const vault: Vault = {
        name,
        arn,
        // AWS encrypts a vault with the key it was made with for good.
        encryptionKeyArn:
          existing?.encryptionKeyArn ?? kms.keyArn(properties.EncryptionKeyArn ?? "alias/aws/backup"),
        creationDate: created,
        policy: properties.AccessPolicy && JSON.stringify(properties.AccessPolicy),
        lock: lockOf(properties.LockConfiguration, existing?.lock, clock.now()),
        tags: properties.BackupVaultTags ?? {},
        applied,
      };
      vaults.save(vault);
    }
    return { ref: name, attributes: { BackupVaultName: name, BackupVaultArn: arn } };
  };
}

interface LockConfiguration {
  MinRetentionDays?: number;
  MaxRetentionDays?: number;
  ChangeableForDays?: number;
}

function lockOf(
  wanted: LockConfiguration | undefined,
  existing: VaultLock | undefined,
  now: Date,
): VaultLock | undefined {
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html: no user and no service changes it then.
  if (existing?.lockDate && new Date(existing.lockDate) <= now) return existing;
  if (!wanted) return undefined;
  const { MinRetentionDays: min, MaxRetentionDays: max, ChangeableForDays: changeable } = wanted;
  if (min !== undefined && max !== undefined && min > max) {
    throw invalidParameter(
      `The lock's MinRetentionDays (${min}) is more than its MaxRetentionDays (${max}).`,
    );
  }
  if (changeable !== undefined && changeable < 3) {
    throw invalidParameter(`The lock's ChangeableForDays is ${changeable}; it has to be at least 3.`);
  }
  return {
    minRetentionDays: min,
    maxRetentionDays: max,
    lockDate:
      changeable === undefined
        ? undefined
        : (existing?.lockDate ?? new Date(now.getTime() + changeable * 86_400_000).toISOString()),
  };
}
