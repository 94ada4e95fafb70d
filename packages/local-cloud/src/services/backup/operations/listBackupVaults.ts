import * as v from "valibot";
import { flag, page, pageMembers, pageQuery } from "../members.ts";
import { operation } from "../operation.ts";
import { typeOf } from "../vaults.ts";
import { vaultView } from "../views.ts";

export const listBackupVaults = operation({
  method: "GET",
  path: "/backup-vaults",
  query: { vaultType: "ByVaultType", shared: "ByShared", ...pageQuery },
  input: v.object({
    ByVaultType: v.optional(v.string()),
    ByShared: v.optional(flag),
    ...pageMembers,
  }),
  run({ ByVaultType, ByShared = false, ...paging }, { points, vaults }) {
    const wanted = vaults
      .list()
      // No other account is here to share its vaults.
      .filter((vault) => !ByShared && (ByVaultType ?? typeOf(vault)) === typeOf(vault));
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
