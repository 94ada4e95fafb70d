import * as v from "valibot";
import { operation } from "../operation.ts";
import { vaultInput, vaultOf } from "../vaultInput.ts";
import { requireVaultPolicy } from "../vaultPolicy.ts";

export const putBackupVaultAccessPolicy = operation({
  method: "PUT",
  path: "/backup-vaults/{BackupVaultName}/access-policy",
  input: v.object({ ...vaultInput.entries, Policy: v.string() }),
  resource: vaultOf,
  run(input, { place, vaults }) {
    requireVaultPolicy(input.Policy, place);
    vaults.save({ ...vaults.get(input.BackupVaultName), policy: input.Policy });
  },
});
