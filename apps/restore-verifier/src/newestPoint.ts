import {
  ListRecoveryPointsByBackupVaultCommand,
  type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { paginate } from "./paginate.ts";
import type { PickedPoint } from "./run.ts";
import type { Services } from "./services.ts";

/** A table's newest COMPLETED recovery point in the vault: PARTIAL, EXPIRED and DELETING ones can't be relied on. */
export const newestPoint =
  ({ backup, settings }: Pick<Services, "backup" | "settings">) =>
  async (table: string): Promise<PickedPoint | undefined> => {
    const list = (start: string | undefined) => {
      const input = {
        BackupVaultName: settings.vaultName,
        ByResourceArn: settings.tableArn(table),
        NextToken: start,
      };
      return backup.send(new ListRecoveryPointsByBackupVaultCommand(input));
    };
    let newest: RecoveryPointByBackupVault | undefined;
    for await (const { RecoveryPoints = [] } of paginate(list, "NextToken")) {
      for (const point of RecoveryPoints) {
        if (point.Status === "COMPLETED" && created(point) > (newest ? created(newest) : 0)) newest = point;
      }
    }
    return newest && picked(newest);
  };

function created({ CreationDate }: RecoveryPointByBackupVault): number {
  return CreationDate?.getTime() ?? 0;
}

function picked(point: RecoveryPointByBackupVault): PickedPoint {
  return {
    arn: point.RecoveryPointArn!,
    status: point.Status!,
    createdAt: point.CreationDate!.toISOString(),
    initiatedAt: point.InitiationDate?.toISOString(),
    completedAt: point.CompletionDate?.toISOString(),
    encrypted: point.IsEncrypted ?? false,
  };
}
