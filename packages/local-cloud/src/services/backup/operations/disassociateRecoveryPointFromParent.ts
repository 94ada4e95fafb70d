import { invalidRequest } from "../errors.ts";
import { operation } from "../operation.ts";
import { pointInput, pointOf } from "../pointInput.ts";

export const disassociateRecoveryPointFromParent = operation({
  method: "DELETE",
  path: "/backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}/parentAssociation",
  status: 204,
  input: pointInput,
  resource: pointOf,
  run(input, call) {
    const { arn } = pointOf(input, call);
    throw invalidRequest(
      `Recovery point ${arn} has no parent: it is of a table, and not part of a composite.`,
    );
  },
});
