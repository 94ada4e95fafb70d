import * as v from "valibot";
import { flag, page, pageMembers, pageQuery, seconds, text } from "../members.ts";
import { operation } from "../operation.ts";
import { typeOf } from "../vaults.ts";

/**
 * "Only Amazon EFS and Amazon EC2 recovery points return BackupVaultName."
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByResource.html
 */
export const listRecoveryPointsByResource = operation({
  method: "GET",
  path: "/resources/{ResourceArn}/recovery-points",
  query: { managedByAWSBackupOnly: "ManagedByAWSBackupOnly", ...pageQuery },
  input: v.object({ ResourceArn: text, ManagedByAWSBackupOnly: v.optional(flag), ...pageMembers }),
  run({ ResourceArn, NextToken: token, MaxResults }, { points, vaults }) {
    const wanted = points.list().filter(({ resourceArn }) => resourceArn === ResourceArn);
    const [items, NextToken] = page(wanted, ({ arn }) => arn, { NextToken: token, MaxResults });
    return {
      RecoveryPoints: items.map((point) => ({
        RecoveryPointArn: point.arn,
        CreationDate: seconds(point.creationDate),
        Status: point.status,
        StatusMessage: point.statusMessage,
        EncryptionKeyArn: point.encryptionKeyArn,
        BackupSizeBytes: point.bytes,
        IsParent: false,
        ResourceName: point.resourceName,
        VaultType: typeOf(vaults.get(point.vaultName)),
        EncryptionKeyType: vaults.get(point.vaultName).encryptionKeyType,
      })),
      NextToken,
    };
  },
});
