import { invalidRequest } from "../errors.ts";
import { operation } from "../operation.ts";
import { pointInput, pointOf } from "../pointInput.ts";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DisassociateRecoveryPoint.html */
export const disassociateRecoveryPoint = operation({
  method: "POST",
  path: "/backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}/disassociate",
  input: pointInput,
  resource: pointOf,
  run(input, call) {
    const { arn } = pointOf(input, call);
    throw invalidRequest(
      `Recovery point ${arn} is a snapshot backup: only continuous backups can be disassociated, and DynamoDB has none.`,
    );
  },
});
