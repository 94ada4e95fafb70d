import type { Place } from "../../service.ts";

const prefix = ({ partition, region, accountId }: Place) => `arn:${partition}:backup:${region}:${accountId}`;

export const vaultArn = (place: Place, name: string) => `${prefix(place)}:backup-vault:${name}`;
export const planArn = (place: Place, id: string) => `${prefix(place)}:backup-plan:${id}`;
export const testingPlanArn = (place: Place, nameAndId: string) =>
  `${prefix(place)}:restore-testing-plan:${nameAndId}`;
export const recoveryPointArn = (place: Place, id: string) => `${prefix(place)}:recovery-point:${id}`;

/** Where a vault is, by its ARN; undefined for anything else. */
export function parseVaultArn(arn: string): { region: string; accountId: string; name: string } | undefined {
  const [, region, accountId, name] =
    /^arn:aws[\w-]*:backup:([a-z0-9-]+):(\d{12}):backup-vault:([\w-]{2,50})$/.exec(arn) ?? [];
  return region && accountId && name ? { region, accountId, name } : undefined;
}

/** The table of an ARN of this place; undefined for anything else. */
export function tableNameOf(place: Place, arn: string): string | undefined {
  const tables = `arn:${place.partition}:dynamodb:${place.region}:${place.accountId}:table/`;
  const name = arn.startsWith(tables) ? arn.slice(tables.length) : "";
  return /^[\w.-]{3,255}$/.test(name) ? name : undefined;
}

/**
 * Whether AWS Backup manages a recovery point fully. One that it made of a table without the advanced features is a
 * backup of DynamoDB's: https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
 */
export const isManaged = (pointArn: string): boolean => pointArn.split(":")[2] === "backup";

/** Of a backup of DynamoDB's, `01547087347000-c8b6kdk3` for instance. */
export const nativeBackupArn = (tableArn: string, made: Date, id: string): string =>
  `${tableArn}/backup/${String(made.getTime()).padStart(14, "0")}-${id.replaceAll("-", "").slice(-8)}`;

/** The last part of a recovery point's ARN. */
export const pointIdOf = (pointArn: string): string => pointArn.split(/[:/]/).at(-1)!;
