import type { ResourceHandler } from "../../../service.ts";
import { vaultArn } from "../arns.ts";
import { lockOf, requireDays } from "../lock.ts";
import type { Rooms } from "../rooms.ts";
import { requireVaultName } from "../vaultInput.ts";
import { airGappedKey } from "../vaultKey.ts";
import { notificationsOf, policyOf } from "./vault.ts";

/**
 * AWS::Backup::LogicallyAirGappedBackupVault. Ref: the vault's name; GetAtt: BackupVaultArn, EncryptionKeyArn,
 * VaultState, VaultType.
 */
export function airGappedVault(rooms: Rooms): ResourceHandler {
  const { clock, place, vaults } = rooms;
  return async ({ properties }) => {
    const { BackupVaultName: name, MinRetentionDays, MaxRetentionDays } = properties;
    requireVaultName(name);
    const existing = vaults.find(name);
    const applied = JSON.stringify(properties);
    if (existing?.applied !== applied) {
      requireDays("MinRetentionDays", MinRetentionDays, 7);
      const now = clock.now();
      vaults.save({
        name,
        arn: vaultArn(place, name),
        type: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
        ...(existing ?? {
          ...airGappedKey(properties.EncryptionKeyArn, rooms),
          creationDate: now.toISOString(),
          // Under a compliance lock from its first moment: nothing changes it.
          lock: { ...lockOf({ MinRetentionDays, MaxRetentionDays }, now), lockDate: now.toISOString() },
        }),
        policy: policyOf(properties.AccessPolicy, rooms),
        notifications: notificationsOf(properties.Notifications),
        tags: properties.BackupVaultTags ?? {},
        applied,
      });
    }
    const { arn, encryptionKeyArn } = vaults.get(name);
    return {
      ref: name,
      attributes: {
        BackupVaultArn: arn,
        EncryptionKeyArn: encryptionKeyArn,
        VaultState: "AVAILABLE",
        VaultType: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
      },
    };
  };
}
