import * as v from "valibot";
import { vaultArn } from "../arns.ts";
import { invalidParameter } from "../errors.ts";
import { lockOf, requireDays } from "../lock.ts";
import { creatorRequestId, long, seconds, tags, vaultName } from "../members.ts";
import { existingVault, requireRoomForVault } from "../newVault.ts";
import { numberKeys, operation } from "../operation.ts";
import { airGappedKey } from "../vaultKey.ts";
import type { Vault } from "../vaults.ts";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateLogicallyAirGappedBackupVault.html */
const leastMinRetentionDays = 7;

export const createLogicallyAirGappedBackupVault = operation({
  method: "PUT",
  path: "/logically-air-gapped-backup-vaults/{BackupVaultName}",
  input: v.object({
    BackupVaultName: vaultName,
    BackupVaultTags: v.optional(tags),
    CreatorRequestId: v.optional(creatorRequestId),
    MinRetentionDays: long,
    MaxRetentionDays: long,
    EncryptionKeyArn: v.optional(v.string()),
  }),
  resource: ({ BackupVaultName }, { place }) => ({ arn: vaultArn(place, BackupVaultName) }),
  tags: ({ BackupVaultTags }) => BackupVaultTags,
  context: ({ MinRetentionDays, MaxRetentionDays }) => numberKeys({ MinRetentionDays, MaxRetentionDays }),
  run(input, call) {
    const { clock, events, place, vaults } = call;
    requireDays("MinRetentionDays", input.MinRetentionDays, leastMinRetentionDays);
    const existing = existingVault(input, call);
    if (existing) {
      if (!existing.type) throw invalidParameter(`Backup vault ${existing.name} isn't logically air-gapped.`);
      return answer(existing, "AVAILABLE");
    }
    requireRoomForVault(call);
    const now = clock.now();
    const vault: Vault = {
      name: input.BackupVaultName,
      arn: vaultArn(place, input.BackupVaultName),
      type: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
      ...airGappedKey(input.EncryptionKeyArn, call),
      creationDate: now.toISOString(),
      creatorRequestId: input.CreatorRequestId,
      // Such a vault is under a compliance lock from its first moment.
      lock: {
        ...lockOf(
          { MinRetentionDays: input.MinRetentionDays, MaxRetentionDays: input.MaxRetentionDays },
          now,
        ),
        lockDate: now.toISOString(),
      },
      tags: input.BackupVaultTags ?? {},
    };
    vaults.save(vault);
    events.vault(vault, "CREATED");
    return answer(vault, "CREATING");
  },
});

const answer = ({ name, arn, creationDate }: Vault, VaultState: string) => ({
  BackupVaultName: name,
  BackupVaultArn: arn,
  CreationDate: seconds(creationDate),
  VaultState,
});
