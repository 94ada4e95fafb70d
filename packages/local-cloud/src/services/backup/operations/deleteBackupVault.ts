import { invalidRequest } from "../errors.ts";
import { isOver } from "../jobs.ts";
import { operation } from "../operation.ts";
import { vaultInput, vaultOf } from "../vaultInput.ts";

export const deleteBackupVault = operation({
  method: "DELETE",
  path: "/backup-vaults/{BackupVaultName}",
  input: vaultInput,
  resource: vaultOf,
  run(input, call) {
    const { events, jobs, points, vaults } = call;
    const vault = vaultOf(input, call);
    // AWS counts a point that is still being made, too: its status is CREATING.
    const made = points.list().some(({ vaultName }) => vaultName === vault.name);
    const beingMade = jobs.backups.list().some((job) => job.vaultName === vault.name && !isOver(job));
    const beingCopied = jobs.copies
      .list()
      .some((job) => job.destinationVaultArn === vault.arn && !isOver(job));
    if (made || beingMade || beingCopied) {
      throw invalidRequest("Backup vault cannot be deleted because it contains recovery points.", {
        Code: "ERROR_9101",
      });
    }
    vaults.remove(vault.name);
    events.vault(vault, "DELETED");
  },
});
