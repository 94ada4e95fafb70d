import {
  BackupJobState,
  DescribeBackupJobCommand,
  type DescribeBackupJobCommandOutput,
  StartBackupJobCommand,
} from "@aws-sdk/client-backup";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import type { Clock } from "./clock.ts";
import { type Cloud, outputsOf } from "./cloud.ts";
import { size } from "./format.ts";
import { plannedKeepDays } from "./keepDays.ts";
import { poll } from "./poll.ts";
import type { ShowSteps } from "./steps.ts";
import type { Table } from "./tables.ts";

export interface Services {
  cloud: Cloud;
  clock: Clock;
  newId: () => string;
  signal: AbortSignal;
}

/** Where recovery points go and who writes them. */
export interface Target {
  vault: string;
  roleArn: string;
  keepDays: number;
}

export interface BackupResult extends Table {
  jobId: string;
  /** AWS Backup's word: COMPLETED, FAILED, ABORTED, EXPIRED, PARTIAL. */
  state: string;
  recoveryPointArn?: string;
  bytes?: number;
  message?: string;
}

const running = new Set<string | undefined>([
  BackupJobState.CREATED,
  BackupJobState.PENDING,
  BackupJobState.RUNNING,
  BackupJobState.ABORTING,
]);

/** @param days how long to keep the recovery points; absent: as the plan does */
export async function backupTarget(cloud: Cloud, days?: number): Promise<Target> {
  const output = await outputsOf(cloud, "Backup");
  const keepDays = days ?? (await plannedKeepDays(cloud));
  return { vault: output("VaultName"), roleArn: output("BackupRoleArn"), keepDays };
}

/** Backs the tables up, all at once; the answer is in their order. */
export const backupTables =
  (services: Services & { showSteps: ShowSteps }) =>
  async (tables: Table[], target: Target): Promise<BackupResult[]> => {
    const backup = backupTable(services);
    const results = new Map<Table, BackupResult>();
    const steps = tables.map((table) => ({
      title: `Back up ${table.model}`,
      async run(tell: (progress: string) => void) {
        const result = await backup(table, target, tell);
        results.set(table, result);
        return [result.state.toLowerCase(), size(result.bytes)].filter(Boolean).join(", ");
      },
    }));
    await services.showSteps(steps, { concurrent: true });
    return tables.flatMap((table) => results.get(table) ?? []);
  };

/** Starts a backup job for one table and waits until AWS Backup says how it ended. */
export const backupTable =
  ({ cloud, clock, newId, signal }: Services) =>
  async (table: Table, target: Target, tell: (progress: string) => void): Promise<BackupResult> => {
    const described = await cloud.dynamoDb.send(new DescribeTableCommand({ TableName: table.table }));
    const { BackupJobId } = await cloud.backup.send(
      new StartBackupJobCommand({
        BackupVaultName: target.vault,
        ResourceArn: described.Table?.TableArn,
        IamRoleArn: target.roleArn,
        // The SDK's retries send the same token, so that one request makes one recovery point.
        IdempotencyToken: newId(),
        Lifecycle: { DeleteAfterDays: target.keepDays },
      }),
    );
    const job = await poll<DescribeBackupJobCommandOutput>(
      {
        ask: () => cloud.backup.send(new DescribeBackupJobCommand({ BackupJobId })),
        isOver: ({ State }) => !running.has(State),
        tell: ({ State, PercentDone }, seconds) =>
          tell(
            `${State?.toLowerCase()} ${PercentDone ? `${Math.round(Number(PercentDone))} %, ` : ""}${seconds} s`,
          ),
        interruptedMessage:
          "Stopped waiting. The backup jobs that were started go on; `holdfast points` shows what they made.",
      },
      { clock, signal },
    );
    return {
      ...table,
      jobId: BackupJobId ?? "",
      state: job.State ?? "UNKNOWN",
      ...(job.RecoveryPointArn && { recoveryPointArn: job.RecoveryPointArn }),
      ...(job.BackupSizeInBytes !== undefined && { bytes: job.BackupSizeInBytes }),
      ...(job.StatusMessage && { message: job.StatusMessage }),
    };
  };
