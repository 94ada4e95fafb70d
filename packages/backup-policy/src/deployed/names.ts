import type { Policy } from "../schema.ts";

/** Where a policy is deployed to. A stack is such a place, too. */
export interface Place {
  partition: string;
  region: string;
  account: string;
}

/**
 * Vaults, plans and selections have names of up to 50 characters, and those of selections end with a number.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
 */
const LONGEST = 50 - "-99".length;

/**
 * The name of a stage's vault, which the policy's plan, selections and alarms share.
 *
 * @throws RangeError when AWS Backup takes no name that long
 */
export function vaultNameOf({ stage, policy }: { stage: string; policy: Pick<Policy, "vault"> }): string {
  const name = `${stage}-${policy.vault.name}`;
  if (name.length <= LONGEST) return name;
  throw new RangeError(
    `The vault's name ${name} has ${name.length} characters; AWS Backup takes ${LONGEST}, with room for a selection's number: shorten the stage's name or the policy's vault.name.`,
  );
}

export const backupAdminNameOf = (vaultName: string): string => `${vaultName}-BackupAdmin`;

/** The ARN of the only role that may delete from the vault. */
export const backupAdminArnOf = ({ partition, account }: Omit<Place, "region">, vaultName: string): string =>
  `arn:${partition}:iam::${account}:role/${backupAdminNameOf(vaultName)}`;

export const vaultArnOf = ({ partition, region, account }: Place, vaultName: string): string =>
  `arn:${partition}:backup:${region}:${account}:backup-vault:${vaultName}`;
