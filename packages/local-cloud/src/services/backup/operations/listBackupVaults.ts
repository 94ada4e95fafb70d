import * as v from "valibot";
import { page, pageMembers, pageQuery } from "../members.ts";
import { operation } from "../operation.ts";
import { vaultView } from "../views.ts";

export const listBackupVaults = operation({
  method: "GET",
  path: "/backup-vaults/",
  query: { vaultType: "ByVaultType", ...pageQuery },
  input: v.object({ ByVaultType: v.optional(v.string()), ...pageMembers }),
  run({ ByVaultType, ...paging }, { points, vaults }) {
    const wanted = ByVaultType === undefined || ByVaultType === "BACKUP_VAULT" ? vaults.list() : [];
    const [items, NextToken] = page(wanted, ({ name }) => name, paging);
    const all = points.list();
    return {
      BackupVaultList: items.map((vault) =>
        vaultView(vault, all.filter(({ vaultName }) => vaultName === vault.name).length),
      ),
      NextToken,
    };
  },
});
