import { requireChangeableLock } from "../changeableLock.ts";
import { operation } from "../operation.ts";
import { vaultInput, vaultOf } from "../vaultInput.ts";

export const deleteBackupVaultLockConfiguration = operation({
  method: "DELETE",
  path: "/backup-vaults/{BackupVaultName}/vault-lock",
  input: vaultInput,
  resource: vaultOf,
  run(input, call) {
    const { clock, events, vaults } = call;
    const vault = vaultOf(input, call);
    requireChangeableLock(vault, clock.now());
    const unlocked = { ...vault, lock: undefined };
    vaults.save(unlocked);
    events.vault(unlocked, "MODIFIED");
  },
});
