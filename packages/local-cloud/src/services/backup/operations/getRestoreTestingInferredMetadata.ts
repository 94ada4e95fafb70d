import { operation } from "../operation.ts";
import { pointInputWithAccount, pointOf } from "../pointInput.ts";
import { inferredMetadata } from "../restoreTesting/inferred.ts";

export const getRestoreTestingInferredMetadata = operation({
  method: "GET",
  path: "/restore-testing/inferred-metadata",
  query: {
    BackupVaultAccountId: "BackupVaultAccountId",
    BackupVaultName: "BackupVaultName",
    RecoveryPointArn: "RecoveryPointArn",
  },
  input: pointInputWithAccount,
  resource: pointOf,
  run: (_, { randomUUID }) => ({ InferredMetadata: inferredMetadata(randomUUID) }),
});
