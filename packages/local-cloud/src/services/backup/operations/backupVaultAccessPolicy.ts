import * as v from "valibot";
import { invalidParameter, notFound } from "../errors.ts";
import { vaultName } from "../members.ts";
import { operation } from "../operation.ts";

const path = "/backup-vaults/{BackupVaultName}/access-policy";

export const getBackupVaultAccessPolicy = operation({
  method: "GET",
  path,
  input: v.object({ BackupVaultName: vaultName }),
  resource: ({ BackupVaultName }, { vaults }) => vaults.get(BackupVaultName),
  run({ BackupVaultName }, { vaults }) {
    const { arn, policy } = vaults.get(BackupVaultName);
    if (policy === undefined)
      throw notFound(`Failed reading backup vault policy: ${BackupVaultName} has none.`);
    return { BackupVaultName, BackupVaultArn: arn, Policy: policy };
  },
});

export const putBackupVaultAccessPolicy = operation({
  method: "PUT",
  path,
  input: v.object({ BackupVaultName: vaultName, Policy: v.string() }),
  resource: ({ BackupVaultName }, { vaults }) => vaults.get(BackupVaultName),
  run({ BackupVaultName, Policy }, { vaults }) {
    requirePolicy(Policy);
    vaults.save({ ...vaults.get(BackupVaultName), policy: Policy });
  },
});

export const deleteBackupVaultAccessPolicy = operation({
  method: "DELETE",
  path,
  input: v.object({ BackupVaultName: vaultName }),
  resource: ({ BackupVaultName }, { vaults }) => vaults.get(BackupVaultName),
  run({ BackupVaultName }, { vaults }) {
    vaults.save({ ...vaults.get(BackupVaultName), policy: undefined });
  },
});

function requirePolicy(policy: string): void {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch (cause) {
    throw invalidParameter(`Policy: it isn't JSON: ${(cause as Error).message}`);
  }
  if (typeof document !== "object" || document === null || !("Statement" in document)) {
    throw invalidParameter("Policy: it has no Statement");
  }
}
