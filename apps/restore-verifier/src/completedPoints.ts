import {
  ListRecoveryPointsByBackupVaultCommand,
  type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { paginate } from "./paginate.ts";
import type { PickedPoint } from "./run.ts";
import type { Services } from "./services.ts";

/** A table's COMPLETED recovery points in the vault, the newest first: PARTIAL, EXPIRED and DELETING ones can't be relied on. */
export const completedPoints =
  ({ backup, settings }: Pick<Services, "backup" | "settings">) =>
  async (table: string): Promise<PickedPoint[]> => {
    const list = (start: string | undefined) => {
      const input = {
        BackupVaultName: settings.vaultName,
        ByResourceArn: settings.tableArn(table),
        NextToken: start,
      };
      return backup.send(new ListRecoveryPointsByBackupVaultCommand(input));
    };
    const found: RecoveryPointByBackupVault[] = [];
    for await (const { RecoveryPoints = [] } of paginate(list, "NextToken")) {
      found.push(...RecoveryPoints.filter(({ Status }) => Status === "COMPLETED"));
    }
    return found.sort((a, b) => created(b) - created(a)).map((point) => picked(point, settings));
  };

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointCreator.html */
function ruleOf({ CreatedBy }: Described, settings: Services["settings"]) {
  const isOurs = CreatedBy?.BackupPlanId !== undefined && CreatedBy.BackupPlanId === settings.backupPlanId;
  return isOurs ? CreatedBy.BackupRuleName : undefined;
}

function created({ CreationDate }: RecoveryPointByBackupVault): number {
  return CreationDate?.getTime() ?? 0;
}

type Described = Omit<RecoveryPointByBackupVault, "VaultType">;

export function picked(point: Described, settings: Services["settings"]): PickedPoint {
  return {
    arn: point.RecoveryPointArn!,
    status: point.Status!,
    createdAt: point.CreationDate!.toISOString(),
    initiatedAt: point.InitiationDate?.toISOString(),
    completedAt: point.CompletionDate?.toISOString(),
    encrypted: point.IsEncrypted ?? false,
    rule: ruleOf(point, settings),
  };
}
