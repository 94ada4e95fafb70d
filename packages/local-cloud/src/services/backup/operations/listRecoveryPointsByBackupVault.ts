import * as v from "valibot";
import { page, pageMembers, pageQuery, timestamp, vaultName } from "../members.ts";
import { operation } from "../operation.ts";
import { dynamoDb, pointView } from "../views.ts";

export const listRecoveryPointsByBackupVault = operation({
  method: "GET",
  path: "/backup-vaults/{BackupVaultName}/recovery-points/",
  query: {
    resourceArn: "ByResourceArn",
    resourceType: "ByResourceType",
    backupPlanId: "ByBackupPlanId",
    createdBefore: "ByCreatedBefore",
    createdAfter: "ByCreatedAfter",
    ...pageQuery,
  },
  input: v.object({
    BackupVaultName: vaultName,
    ByResourceArn: v.optional(v.string()),
    ByResourceType: v.optional(v.string()),
    ByBackupPlanId: v.optional(v.string()),
    ByCreatedBefore: v.optional(timestamp),
    ByCreatedAfter: v.optional(timestamp),
    ...pageMembers,
  }),
  resource: ({ BackupVaultName }, { vaults }) => vaults.get(BackupVaultName),
  run({ BackupVaultName, NextToken, MaxResults, ...by }, { place, points }) {
    const wanted = points.list().filter((point) => {
      const created = new Date(point.creationDate);
      return (
        point.vaultName === BackupVaultName &&
        (by.ByResourceArn ?? point.resourceArn) === point.resourceArn &&
        (by.ByResourceType ?? dynamoDb) === dynamoDb &&
        (by.ByBackupPlanId ?? point.createdBy?.BackupPlanId) === point.createdBy?.BackupPlanId &&
        (by.ByCreatedBefore === undefined || created < by.ByCreatedBefore) &&
        (by.ByCreatedAfter === undefined || created > by.ByCreatedAfter)
      );
    });
    const [items, next] = page(wanted, ({ arn }) => arn, { NextToken, MaxResults });
    return { RecoveryPoints: items.map((point) => pointView(point, place)), NextToken: next };
  },
});
