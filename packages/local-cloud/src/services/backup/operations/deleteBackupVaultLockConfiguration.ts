import * as v from "valibot";
import { invalidRequest } from "../errors.ts";
import { vaultName } from "../members.ts";
import { operation } from "../operation.ts";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVaultLockConfiguration.html */
export const deleteBackupVaultLockConfiguration = operation({
  method: "DELETE",
  path: "/backup-vaults/{BackupVaultName}/vault-lock",
  input: v.object({ BackupVaultName: vaultName }),
  resource: ({ BackupVaultName }, { vaults }) => vaults.get(BackupVaultName),
  run({ BackupVaultName }, { clock, vaults }) {
    const vault = vaults.get(BackupVaultName);
    const { lockDate } = vault.lock ?? {};
    if (lockDate && new Date(lockDate) <= clock.now()) {
      throw invalidRequest(
        `The lock of the backup vault ${BackupVaultName} can't be changed or deleted any more since ${lockDate}.`,
      );
    }
    vaults.save({ ...vault, lock: undefined });
  },
});
