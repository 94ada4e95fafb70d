import * as v from "valibot";
import { page, pageMembers, pageQuery } from "../members.ts";
import { operation } from "../operation.ts";
import { newestPoints, protectedResourceView } from "../protectedResource.ts";
import { vaultAccountQuery, vaultInputWithAccount, vaultOf } from "../vaultInput.ts";

export const listProtectedResourcesByBackupVault = operation({
  method: "GET",
  path: "/backup-vaults/{BackupVaultName}/resources",
  query: { ...vaultAccountQuery, ...pageQuery },
  input: v.object({ ...vaultInputWithAccount.entries, ...pageMembers }),
  resource: vaultOf,
  run({ BackupVaultName, NextToken, MaxResults }, call) {
    const newest = [...newestPoints(call.points, BackupVaultName).values()];
    const [items, next] = page(newest, ({ resourceArn }) => resourceArn, { NextToken, MaxResults });
    return { Results: items.map((point) => protectedResourceView(point, call)), NextToken: next };
  },
});
