import type { Place } from "../../service.ts";

const prefix = ({ partition, region, accountId }: Place) => `arn:${partition}:backup:${region}:${accountId}`;

export const vaultArn = (place: Place, name: string) => `${prefix(place)}:backup-vault:${name}`;
export const planArn = (place: Place, id: string) => `${prefix(place)}:backup-plan:${id}`;
export const recoveryPointArn = (place: Place, id: string) => `${prefix(place)}:recovery-point:${id}`;

/** The table of an ARN of this place; undefined for anything else. */
export function tableNameOf(place: Place, arn: string): string | undefined {
  const tables = `arn:${place.partition}:dynamodb:${place.region}:${place.accountId}:table/`;
  const name = arn.startsWith(tables) ? arn.slice(tables.length) : "";
  return /^[\w.-]{3,255}$/.test(name) ? name : undefined;
}
