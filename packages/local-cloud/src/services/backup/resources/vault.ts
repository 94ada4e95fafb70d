import type { ResourceHandler } from "../../../service.ts";
import { vaultArn } from "../arns.ts";
import { isImmutable, type LockConfiguration, lockOf, type VaultLock } from "../lock.ts";
import type { Rooms } from "../rooms.ts";
import { requireVaultEvents } from "../vaultEvents.ts";
import { requireVaultName } from "../vaultInput.ts";
import { customerKey } from "../vaultKey.ts";
import { requireVaultPolicy } from "../vaultPolicy.ts";
import type { Notifications, Vault } from "../vaults.ts";

/** AWS::Backup::BackupVault. Ref: the vault's name; GetAtt: BackupVaultName, BackupVaultArn. */
export function backupVault(rooms: Rooms): ResourceHandler {
  const { clock, place, vaults } = rooms;
  return async ({ properties }) => {
    const name: string = properties.BackupVaultName;
    requireVaultName(name);
    const arn = vaultArn(place, name);
    const existing = vaults.find(name);
    const applied = JSON.stringify(properties);
    // As CloudFormation does: a template that didn't change leaves alone what was changed by API.
    if (existing?.applied !== applied) {
      const vault: Vault = {
        name,
        arn,
        // AWS encrypts a vault with the key it was made with for good.
        ...(existing ?? {
          ...customerKey(properties.EncryptionKeyArn, rooms),
          creationDate: clock.now().toISOString(),
        }),
        policy: policyOf(properties.AccessPolicy, rooms),
        lock: templateLock(properties.LockConfiguration, existing?.lock, clock.now()),
        notifications: notificationsOf(properties.Notifications),
        tags: properties.BackupVaultTags ?? {},
        applied,
      };
      vaults.save(vault);
    }
    return { ref: name, attributes: { BackupVaultName: name, BackupVaultArn: arn } };
  };
}

export function policyOf(document: unknown, { place }: Pick<Rooms, "place">): string | undefined {
  if (document === undefined) return undefined;
  const policy = JSON.stringify(document);
  requireVaultPolicy(policy, place);
  return policy;
}

export function notificationsOf(
  given: { SNSTopicArn: string; BackupVaultEvents: string[] } | undefined,
): Notifications | undefined {
  if (!given) return undefined;
  requireVaultEvents(given.BackupVaultEvents);
  return { topicArn: given.SNSTopicArn, events: [...new Set(given.BackupVaultEvents)] };
}

function templateLock(
  wanted: LockConfiguration | undefined,
  existing: VaultLock | undefined,
  now: Date,
): VaultLock | undefined {
  if (isImmutable(existing, now)) return existing;
  if (!wanted) return undefined;
  const lock = lockOf(wanted, now);
  // Another change of the template doesn't put the day off.
  return lock.lockDate && existing?.lockDate ? { ...lock, lockDate: existing.lockDate } : lock;
}
