import { isManaged } from "./arns.ts";
import { invalidParameter } from "./errors.ts";

export interface Lifecycle {
  MoveToColdStorageAfterDays?: number;
  DeleteAfterDays?: number;
  OptInToArchiveForSupportedResources?: boolean;
}

const day = 86_400_000;
const coldDays = 90;

/** When a recovery point moves to cold storage and when it expires. -1 days means never. */
export function calculated(
  lifecycle: Lifecycle | undefined,
  creation: Date,
): { moveAt?: Date; deleteAt?: Date } {
  const after = (days: number | undefined) =>
    days === undefined || days < 0 ? undefined : new Date(creation.getTime() + days * day);
  return {
    moveAt: after(lifecycle?.MoveToColdStorageAfterDays),
    deleteAt: after(lifecycle?.DeleteAfterDays),
  };
}

/**
 * What of a lifecycle counts for a recovery point. Only those that AWS Backup manages move to cold storage: "Backup
 * ignores this expression for other resource types", and says nothing.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
 */
export function heeded(lifecycle: Lifecycle | undefined, pointArn: string): Lifecycle | undefined {
  if (!lifecycle || isManaged(pointArn)) return lifecycle;
  const { MoveToColdStorageAfterDays: _, ...rest } = lifecycle;
  return rest;
}

/** Throws InvalidParameterValueException as AWS does: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html */
export function requireValid(lifecycle: Lifecycle | undefined, where = ""): void {
  const { DeleteAfterDays: remove, MoveToColdStorageAfterDays: cold } = lifecycle ?? {};
  const refuse = (fault: string) =>
    invalidParameter(`${where}Invalid lifecycle. ${fault}`, { Code: "ERROR_3015" });
  for (const [name, days] of Object.entries({ DeleteAfterDays: remove, MoveToColdStorageAfterDays: cold })) {
    if (days === undefined || days === -1) continue;
    if (!Number.isInteger(days) || days < 1 || days > 36_500) {
      throw refuse(`${name} cannot be less than 1 or more than 36500 days`);
    }
  }
  if (remove !== undefined && cold !== undefined && remove >= 0 && cold >= 0 && remove < cold + coldDays) {
    throw refuse("DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays");
  }
}
