import { vaultArn } from "./arns.ts";
import { seconds } from "./members.ts";
import type { Points, RecoveryPoint } from "./points.ts";
import type { Rooms } from "./rooms.ts";
import { dynamoDb } from "./views.ts";

/** A resource with its newest recovery point, as lists have it. */
export const protectedResourceView = (point: RecoveryPoint, { place }: Pick<Rooms, "place">) => ({
  ResourceArn: point.resourceArn,
  ResourceName: point.resourceName,
  ResourceType: dynamoDb,
  LastBackupTime: seconds(point.creationDate),
  LastBackupVaultArn: vaultArn(place, point.vaultName),
  LastRecoveryPointArn: point.arn,
});

/** The newest recovery point of each resource that has one, in a vault or in any. */
export function newestPoints(points: Points, vaultName?: string): Map<string, RecoveryPoint> {
  const wanted = points.list().filter((point) => (vaultName ?? point.vaultName) === point.vaultName);
  return new Map(wanted.map((point) => [point.resourceArn, point] as const).reverse());
}
