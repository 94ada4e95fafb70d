import * as v from "valibot";
import { invalidParameter, noSuchVault } from "./errors.ts";
import { vaultName } from "./members.ts";
import type { Call } from "./operation.ts";
import type { Vault } from "./vaults.ts";

/** Throws InvalidParameterValueException, in AWS's words: https://github.com/aws/aws-cdk/issues/8685 */
export function requireVaultName(name: string, where = ""): void {
  if (!/^[\w-]{2,50}$/.test(name)) throw invalidParameter(`${where}Backup vault name ${name} is not valid`);
}

export const vaultInput = v.object({ BackupVaultName: vaultName });

/** A vault by its name and, where given, its account: other accounts' vaults aren't here. */
export const vaultInputWithAccount = v.object({
  ...vaultInput.entries,
  BackupVaultAccountId: v.optional(v.string()),
});
export const vaultAccountQuery = { backupVaultAccountId: "BackupVaultAccountId" };

/** Throws what AWS throws for a vault that doesn't exist. */
export function vaultOf(
  { BackupVaultName, BackupVaultAccountId }: v.InferInput<typeof vaultInputWithAccount>,
  { place, vaults }: Pick<Call, "place" | "vaults">,
): Vault {
  if ((BackupVaultAccountId ?? place.accountId) !== place.accountId) throw noSuchVault(BackupVaultName);
  return vaults.get(BackupVaultName);
}
