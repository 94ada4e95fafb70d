import { operation } from "../operation.ts";
import { vaultInput, vaultOf } from "../vaultInput.ts";

export const deleteBackupVaultNotifications = operation({
  method: "DELETE",
  path: "/backup-vaults/{BackupVaultName}/notification-configuration",
  input: vaultInput,
  resource: vaultOf,
  run(input, call) {
    call.vaults.save({ ...vaultOf(input, call), notifications: undefined });
  },
});
