import { notFound } from "../errors.ts";
import { operation } from "../operation.ts";
import { vaultInput, vaultOf } from "../vaultInput.ts";

export const getBackupVaultAccessPolicy = operation({
  method: "GET",
  path: "/backup-vaults/{BackupVaultName}/access-policy",
  input: vaultInput,
  resource: vaultOf,
  run(input, call) {
    const { name, arn, policy } = vaultOf(input, call);
    // AWS's words: https://github.com/turbot/steampipe-plugin-aws/issues/2032
    if (policy === undefined) throw notFound(`Backup Vault ${arn} has no associated POLICY`);
    return { BackupVaultName: name, BackupVaultArn: arn, Policy: policy };
  },
});
