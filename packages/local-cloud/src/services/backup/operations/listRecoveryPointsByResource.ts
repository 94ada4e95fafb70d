import * as v from "valibot";
import { page, pageMembers, pageQuery, seconds, text } from "../members.ts";
import { operation } from "../operation.ts";

export const listRecoveryPointsByResource = operation({
  method: "GET",
  path: "/resources/{ResourceArn}/recovery-points/",
  query: pageQuery,
  input: v.object({ ResourceArn: text, ...pageMembers }),
  run({ ResourceArn, ...paging }, { points }) {
    const wanted = points.list().filter(({ resourceArn }) => resourceArn === ResourceArn);
    const [items, NextToken] = page(wanted, ({ arn }) => arn, paging);
    return {
      RecoveryPoints: items.map((point) => ({
        RecoveryPointArn: point.arn,
        CreationDate: seconds(point.creationDate),
        Status: point.status,
        StatusMessage: point.statusMessage,
        EncryptionKeyArn: point.encryptionKeyArn,
        BackupSizeBytes: point.bytes,
        BackupVaultName: point.vaultName,
        IsParent: false,
        ResourceName: point.resourceName,
        VaultType: "BACKUP_VAULT",
      })),
      NextToken,
    };
  },
});
