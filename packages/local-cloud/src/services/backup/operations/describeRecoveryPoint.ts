import { operation } from "../operation.ts";
import { pointInputWithAccount, pointOf } from "../pointInput.ts";
import { vaultAccountQuery } from "../vaultInput.ts";
import { pointView } from "../views.ts";

export const describeRecoveryPoint = operation({
  method: "GET",
  path: "/backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}",
  query: vaultAccountQuery,
  input: pointInputWithAccount,
  resource: pointOf,
  run(input, call) {
    const point = pointOf(input, call);
    return { ...pointView(point, call), StorageClass: point.storageClass ?? "WARM" };
  },
});
