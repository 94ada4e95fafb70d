import { invalidRequest, invalidState } from "../errors.ts";
import { operation } from "../operation.ts";
import { pointInput, pointOf } from "../pointInput.ts";

export const deleteRecoveryPoint = operation({
  method: "DELETE",
  path: "/backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}",
  input: pointInput,
  resource: pointOf,
  async run(input, call) {
    const { events, points, restoreJobs, vaults } = call;
    const point = pointOf(input, call);
    // A locked vault keeps its points until their lifecycle ends, whoever asks.
    if (vaults.get(point.vaultName).lock) {
      throw invalidRequest(
        `Backup vault ${point.vaultName} is locked: recovery point ${point.arn} can't be deleted before its lifecycle ends.`,
      );
    }
    if (restoreJobs.isReading(point.arn)) {
      throw invalidState(
        `Recovery point ${point.arn} is being restored: delete it when the restore job is over.`,
      );
    }
    await points.remove(point);
    events.recoveryPoint(point, "DELETING");
  },
});
