import { operation } from "../operation.ts";
import { pointInput, pointOf } from "../pointInput.ts";
import { pointView } from "../views.ts";

export const describeRecoveryPoint = operation({
  method: "GET",
  path: "/backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}",
  input: pointInput,
  resource: pointOf,
  run: (input, call) => ({ ...pointView(pointOf(input, call), call.place), StorageClass: "WARM" }),
});
