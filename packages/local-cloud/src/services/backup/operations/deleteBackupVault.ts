import * as v from "valibot";
import { invalidRequest } from "../errors.ts";
import { isOver } from "../jobs.ts";
import { vaultName } from "../members.ts";
import { operation } from "../operation.ts";

export const deleteBackupVault = operation({
  method: "DELETE",
  path: "/backup-vaults/{BackupVaultName}",
  input: v.object({ BackupVaultName: vaultName }),
  resource: ({ BackupVaultName }, { vaults }) => vaults.get(BackupVaultName),
  run({ BackupVaultName }, { jobs, points, vaults }) {
    // AWS counts a point that is still being made, too: its status is CREATING.
    const made = points.list().some((point) => point.vaultName === BackupVaultName);
    const beingMade = jobs.backups.list().some((job) => job.vaultName === BackupVaultName && !isOver(job));
    if (made || beingMade) {
      throw invalidRequest(
        "Backup vault cannot be deleted because it contains recovery points.",
        "ERROR_9101",
      );
    }
    vaults.remove(BackupVaultName);
  },
});
