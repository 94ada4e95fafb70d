import { parseVaultArn } from "./arns.ts";
import { invalidParameter } from "./errors.ts";
import type { Rooms } from "./rooms.ts";

/** The vault that a rule or an on-demand backup names, and the air-gapped one that it may name beside it. */
interface Targets {
  name: string;
  airGappedArn?: string;
}

/**
 * What AWS Backup manages fully goes right into the air-gapped vault, where there is one.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/lag-vault-primary-backup.html
 */
export function targetVault({ name, airGappedArn }: Targets, { regionSettings }: Rooms): string {
  const airGapped = airGappedArn !== undefined && regionSettings.advanced && parseVaultArn(airGappedArn);
  return airGapped ? airGapped.name : name;
}

/**
 * Throws what AWS throws for a vault that isn't there, and InvalidParameterValueException where one is air-gapped and
 * the other isn't.
 */
export function requireTargets(
  { name, airGappedArn }: Targets,
  { vaults, place }: Rooms,
  { where = "", member }: { where?: string; member: string },
): void {
  if (vaults.get(name).type)
    throw invalidParameter(`${where}Backup vault ${name} is logically air-gapped: name it in ${member}.`);
  if (airGappedArn === undefined) return;
  const target = parseVaultArn(airGappedArn);
  const here = target?.region === place.region && target.accountId === place.accountId;
  if (here && vaults.find(target.name)?.type) return;
  throw invalidParameter(
    `${where}${member} is ${airGappedArn}: there is no such logically air-gapped vault in this account and Region.`,
  );
}
