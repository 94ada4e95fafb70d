import * as v from "valibot";
import { vaultArn } from "../arns.ts";
import { invalidParameter, invalidRequest } from "../errors.ts";
import { calculated, heeded, requireValid } from "../lifecycle.ts";
import { isWithinLock } from "../lock.ts";
import { lifecycle } from "../members.ts";
import { operation } from "../operation.ts";
import { pointInput, pointOf } from "../pointInput.ts";
import { expiryOf, type RecoveryPoint } from "../points.ts";
import { calculatedView } from "../views.ts";

/**
 * What isn't given again is no more: "Not including them may result in your plan updating with null values".
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRecoveryPointLifecycle.html
 */
export const updateRecoveryPointLifecycle = operation({
  method: "POST",
  path: "/backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}",
  input: v.object({ ...pointInput.entries, Lifecycle: v.optional(lifecycle) }),
  resource: pointOf,
  run(input, call) {
    const { events, place, points, vaults } = call;
    const point = pointOf(input, call);
    requireValid(input.Lifecycle);
    const changed: RecoveryPoint = { ...point, lifecycle: heeded(input.Lifecycle, point.arn) };
    requireSameColdDate(point, changed);
    const vault = vaults.get(point.vaultName);
    if (!isWithinLock(vault.lock, changed.lifecycle)) {
      throw invalidParameter(
        `Invalid lifecycle. The retention period is outside the valid range of the lock of backup vault ${vault.name}.`,
      );
    }
    if (vault.lock && endsEarlier(changed, point)) {
      throw invalidRequest(
        `Backup vault ${vault.name} is locked: the retention period of recovery point ${point.arn} can't be shortened.`,
      );
    }
    points.save(changed);
    events.recoveryPoint(changed, changed.status);
    return {
      BackupVaultArn: vaultArn(place, point.vaultName),
      RecoveryPointArn: point.arn,
      Lifecycle: changed.lifecycle,
      CalculatedLifecycle: calculatedView(changed),
    };
  },
});

function requireSameColdDate(point: RecoveryPoint, changed: RecoveryPoint): void {
  const moveAt = ({ lifecycle, creationDate }: RecoveryPoint) =>
    calculated(lifecycle, new Date(creationDate)).moveAt?.getTime();
  if (point.storageClass !== "COLD" || moveAt(point) === moveAt(changed)) return;
  // AWS's words of the setting; what it calls the error isn't documented.
  throw invalidRequest(
    "The transition to cold after days setting cannot be changed after a backup has been transitioned to cold.",
  );
}

const endsEarlier = (one: RecoveryPoint, other: RecoveryPoint): boolean =>
  (expiryOf(one)?.getTime() ?? Number.POSITIVE_INFINITY) <
  (expiryOf(other)?.getTime() ?? Number.POSITIVE_INFINITY);
