import { operation } from "../operation.ts";
import { vaultAccountQuery, vaultInputWithAccount, vaultOf } from "../vaultInput.ts";
import { vaultView } from "../views.ts";

export const describeBackupVault = operation({
  method: "GET",
  path: "/backup-vaults/{BackupVaultName}",
  query: vaultAccountQuery,
  input: vaultInputWithAccount,
  resource: vaultOf,
  run(input, call) {
    const vault = vaultOf(input, call);
    return vaultView(vault, call.points.list().filter(({ vaultName }) => vaultName === vault.name).length);
  },
});
