import * as v from "valibot";
import { page, pageMembers, pageQuery, timestamp } from "../members.ts";
import { operation } from "../operation.ts";
import { vaultAccountQuery, vaultInputWithAccount, vaultOf } from "../vaultInput.ts";
import { dynamoDb, pointView } from "../views.ts";

export const listRecoveryPointsByBackupVault = operation({
  method: "GET",
  path: "/backup-vaults/{BackupVaultName}/recovery-points",
  query: {
    resourceArn: "ByResourceArn",
    resourceType: "ByResourceType",
    backupPlanId: "ByBackupPlanId",
    createdBefore: "ByCreatedBefore",
    createdAfter: "ByCreatedAfter",
    parentRecoveryPointArn: "ByParentRecoveryPointArn",
    ...vaultAccountQuery,
    ...pageQuery,
  },
  input: v.object({
    ...vaultInputWithAccount.entries,
    ByResourceArn: v.optional(v.string()),
    ByResourceType: v.optional(v.string()),
    ByBackupPlanId: v.optional(v.string()),
    ByCreatedBefore: v.optional(timestamp),
    ByCreatedAfter: v.optional(timestamp),
    ByParentRecoveryPointArn: v.optional(v.string()),
    ...pageMembers,
  }),
  resource: vaultOf,
  run({ BackupVaultName, NextToken, MaxResults, ...by }, call) {
    const wanted = call.points.list().filter((point) => {
      const created = new Date(point.creationDate);
      return (
        point.vaultName === BackupVaultName &&
        // Tables' points have no parts.
        by.ByParentRecoveryPointArn === undefined &&
        (by.ByResourceArn ?? point.resourceArn) === point.resourceArn &&
        (by.ByResourceType ?? dynamoDb) === dynamoDb &&
        (by.ByBackupPlanId ?? point.createdBy?.BackupPlanId) === point.createdBy?.BackupPlanId &&
        (by.ByCreatedBefore === undefined || created < by.ByCreatedBefore) &&
        (by.ByCreatedAfter === undefined || created > by.ByCreatedAfter)
      );
    });
    const [items, next] = page(wanted, ({ arn }) => arn, { NextToken, MaxResults });
    return { RecoveryPoints: items.map((point) => pointView(point, call)), NextToken: next };
  },
});
