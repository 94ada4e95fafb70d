import * as v from "valibot";
import { vaultName } from "../members.ts";
import { operation } from "../operation.ts";
import { vaultView } from "../views.ts";

export const describeBackupVault = operation({
  method: "GET",
  path: "/backup-vaults/{BackupVaultName}",
  input: v.object({ BackupVaultName: vaultName }),
  resource: ({ BackupVaultName }, { vaults }) => vaults.get(BackupVaultName),
  run({ BackupVaultName }, { points, vaults }) {
    const inVault = points.list().filter((point) => point.vaultName === BackupVaultName);
    return vaultView(vaults.get(BackupVaultName), inVault.length);
  },
});
