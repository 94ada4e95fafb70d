import { invalidRequest, invalidState } from "../errors.ts";
import { isRetained } from "../lock.ts";
import { operation } from "../operation.ts";
import { pointInput, pointOf } from "../pointInput.ts";
import { removePoint } from "../removal.ts";
import { hasServiceLinkedRole } from "../serviceLinkedRole.ts";

/**
 * Answers 200 even where the point can't be deleted: it is EXPIRED then.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteRecoveryPoint.html
 */
export const deleteRecoveryPoint = operation({
  method: "DELETE",
  path: "/backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}",
  input: pointInput,
  resource: pointOf,
  async run(input, call) {
    const point = pointOf(input, call);
    const { lock } = call.vaults.get(point.vaultName);
    if (isRetained(point, lock, call.clock.now())) {
      throw invalidRequest(
        `Backup vault ${point.vaultName} is locked: recovery point ${point.arn} can't be deleted before its lifecycle ends.`,
      );
    }
    if (call.restoreJobs.isReading(point.arn)) {
      throw invalidState(
        `Recovery point ${point.arn} is being restored: delete it when the restore job is over.`,
      );
    }
    await removePoint(call, point, () => hasServiceLinkedRole(call));
  },
});
