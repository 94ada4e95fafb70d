import { calculated } from "../lifecycle.ts";
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
    const { moveAt } = calculated(point.lifecycle, new Date(point.creationDate));
    const cold = moveAt !== undefined && moveAt <= call.clock.now();
    return { ...pointView(point, call), StorageClass: cold ? "COLD" : "WARM" };
  },
});
