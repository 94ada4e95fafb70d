import {
  paginateListRecoveryPointsByBackupVault,
  type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { DescribeTableCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { type Cloud, outputsOf } from "./cloud.ts";
import type { Table } from "./tables.ts";

export interface Point extends Table {
  recoveryPointArn: string;
  status: string;
  createdAt: string;
  expiresAt?: string;
  bytes?: number;
  /** The newest verdict on this very recovery point; absent when it was never verified. */
  verdict?: string;
  verifiedAt?: string;
}

/** The recovery points of one table, newest first. */
export async function pointsOf(
  cloud: Cloud,
  table: Table,
  verifications: Table | undefined,
): Promise<Point[]> {
  const vault = (await outputsOf(cloud, "Backup"))("VaultName");
  const described = await cloud.dynamoDb.send(new DescribeTableCommand({ TableName: table.table }));
  const pages = paginateListRecoveryPointsByBackupVault(
    { client: cloud.backup },
    { BackupVaultName: vault, ByResourceArn: described.Table?.TableArn },
  );
  const found: RecoveryPointByBackupVault[] = [];
  for await (const page of pages) found.push(...(page.RecoveryPoints ?? []));
  const verdicts = verifications ? await verdictsOf(cloud, table, verifications) : new Map();
  return found
    .map((point) => ({ ...describe(table, point), ...verdicts.get(point.RecoveryPointArn) }))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

const describe = (table: Table, point: RecoveryPointByBackupVault): Point => ({
  ...table,
  recoveryPointArn: point.RecoveryPointArn ?? "",
  status: point.Status ?? "UNKNOWN",
  createdAt: point.CreationDate?.toISOString() ?? "",
  ...(point.CalculatedLifecycle?.DeleteAt && { expiresAt: point.CalculatedLifecycle.DeleteAt.toISOString() }),
  ...(point.BackupSizeInBytes !== undefined && { bytes: point.BackupSizeInBytes }),
});

/** The newest verdicts on a table, by recovery point: one query of the index that the site uses too. */
async function verdictsOf({ dynamoDb }: Cloud, { table }: Table, verifications: Table) {
  const { Items = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName: verifications.table,
      IndexName: "byTable",
      KeyConditionExpression: "tableName = :table",
      ExpressionAttributeValues: { ":table": { S: table } },
      ScanIndexForward: false,
      Limit: 50,
    }),
  );
  const verdicts = new Map<string, { verdict: string; verifiedAt: string }>();
  for (const { recoveryPointArn, verdict, startedAt } of Items) {
    const arn = recoveryPointArn?.S;
    if (!arn || !verdict?.S || verdicts.has(arn)) continue;
    verdicts.set(arn, { verdict: verdict.S, verifiedAt: startedAt?.S ?? "" });
  }
  return verdicts;
}
