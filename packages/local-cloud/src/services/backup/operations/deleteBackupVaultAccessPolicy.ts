import { operation } from "../operation.ts";
import { vaultInput, vaultOf } from "../vaultInput.ts";

export const deleteBackupVaultAccessPolicy = operation({
  method: "DELETE",
  path: "/backup-vaults/{BackupVaultName}/access-policy",
  input: vaultInput,
  resource: vaultOf,
  run(input, call) {
    call.vaults.save({ ...vaultOf(input, call), policy: undefined });
  },
});
