import * as v from "valibot";
import { vaultArn } from "../arns.ts";
import { creatorRequestId, seconds, tags, vaultName } from "../members.ts";
import { existingVault, requireRoomForVault } from "../newVault.ts";
import { operation } from "../operation.ts";
import { customerKey } from "../vaultKey.ts";
import type { Vault } from "../vaults.ts";

export const createBackupVault = operation({
  method: "PUT",
  path: "/backup-vaults/{BackupVaultName}",
  input: v.object({
    BackupVaultName: vaultName,
    BackupVaultTags: v.optional(tags),
    EncryptionKeyArn: v.optional(v.string()),
    CreatorRequestId: v.optional(creatorRequestId),
  }),
  resource: ({ BackupVaultName }, { place }) => ({ arn: vaultArn(place, BackupVaultName) }),
  tags: ({ BackupVaultTags }) => BackupVaultTags,
  run(input, call) {
    const { clock, events, place, vaults } = call;
    const existing = existingVault(input, call);
    if (existing) return answer(existing);
    requireRoomForVault(call);
    const vault: Vault = {
      name: input.BackupVaultName,
      arn: vaultArn(place, input.BackupVaultName),
      ...customerKey(input.EncryptionKeyArn, call),
      creationDate: clock.now().toISOString(),
      creatorRequestId: input.CreatorRequestId,
      tags: input.BackupVaultTags ?? {},
    };
    vaults.save(vault);
    events.vault(vault, "CREATED");
    return answer(vault);
  },
});

const answer = ({ name, arn, creationDate }: Vault) => ({
  BackupVaultName: name,
  BackupVaultArn: arn,
  CreationDate: seconds(creationDate),
});
