import type { Place } from "../../service.ts";

const prefix = ({ partition, region, accountId }: Place) => `arn:${partition}:backup:${region}:${accountId}`;

export const vaultArn = (place: Place, name: string) => `${prefix(place)}:backup-vault:${name}`;
export const planArn = (place: Place, id: string) => `${prefix(place)}:backup-plan:${id}`;
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
