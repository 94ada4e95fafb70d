import { vaultArn } from "../arns.ts";
import { operation } from "../operation.ts";
import { pointInputWithAccount, pointOf } from "../pointInput.ts";
import { vaultAccountQuery } from "../vaultInput.ts";
import { dynamoDb } from "../views.ts";

export const getRecoveryPointRestoreMetadata = operation({
  method: "GET",
  path: "/backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}/restore-metadata",
  query: vaultAccountQuery,
  input: pointInputWithAccount,
  resource: pointOf,
  run(input, call) {
    const { arn, resourceName, tableKeyArn, vaultName } = pointOf(input, call);
    return {
      BackupVaultArn: vaultArn(call.place, vaultName),
      RecoveryPointArn: arn,
      ResourceType: dynamoDb,
      RestoreMetadata: {
        originalTableName: resourceName,
        ...(tableKeyArn === undefined
          ? { encryptionType: "Default" }
          : { encryptionType: "KMS", kmsMasterKeyArn: tableKeyArn }),
      },
    };
  },
});
