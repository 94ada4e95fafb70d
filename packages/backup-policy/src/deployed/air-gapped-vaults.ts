import { type Policy, rulesOf } from "../schema.ts";

/**
 * The ARNs of the air-gapped vaults that rules put their points straight into: those points are in no other vault.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/lag-vault-primary-backup.html
 */
export const airGappedVaults = (policy: Policy): string[] => [
  ...new Set(rulesOf(policy).flatMap(([, { airGappedVaultArn }]) => airGappedVaultArn ?? [])),
];

export const vaultNameIn = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1);
