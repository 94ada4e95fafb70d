import { isManaged } from "./arns.ts";
import type { RecoveryPoint } from "./points.ts";
import { jobRole } from "./role.ts";
import type { Rooms } from "./rooms.ts";

/**
 * Deletes a recovery point with the role it was made with. Where that role is gone, or may not any more, the point
 * stays and becomes EXPIRED, unless somebody else may: AWS Backup's own role, if it is there.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-backups.html
 */
export async function removePoint(
  rooms: Rooms,
  point: RecoveryPoint,
  ownRoleIsThere: () => boolean = () => false,
): Promise<void> {
  const { events, points } = rooms;
  const fault = faultOf(rooms, point);
  if (fault !== undefined && !ownRoleIsThere()) {
    const expired: RecoveryPoint = {
      ...point,
      status: "EXPIRED",
      statusMessage: `AWS Backup was unable to delete the recovery point. ${fault}`,
    };
    points.save(expired);
    events.recoveryPoint(expired, "EXPIRED");
    return;
  }
  await points.remove(point);
  events.recoveryPoint(point, "DELETING");
}

/** Why the role that the point was made with can't delete it; undefined when it can. */
function faultOf(rooms: Rooms, point: RecoveryPoint): string | undefined {
  try {
    const role = jobRole(rooms, point.iamRoleArn);
    // A point that AWS Backup manages is in the vault and nowhere else; another one is a backup of DynamoDB.
    if (!isManaged(point.arn)) rooms.authorize(role, "dynamodb:DeleteBackup", point.arn);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
