import {
  paginateListRecoveryPointsByBackupVault,
  type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { DescribeTableCommand, paginateQuery } from "@aws-sdk/client-dynamodb";
import { type Cloud, outputsOf } from "./cloud.ts";
import type { Table } from "./tables.ts";

export interface Point extends Table {
  recoveryPointArn: string;
  status: string;
  createdAt: string;
  expiresAt?: string;
  /** The rule that made it; absent of one made on demand. */
  rule?: string;
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
  const points = found
    .map((point) => describe(table, point))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const verdicts = verifications ? await verdictsOf(cloud, points, verifications) : new Map();
  return points.map((point) => ({ ...point, ...verdicts.get(point.recoveryPointArn) }));
}

const describe = (table: Table, point: RecoveryPointByBackupVault): Point => ({
  ...table,
  recoveryPointArn: point.RecoveryPointArn ?? "",
  status: point.Status ?? "UNKNOWN",
  createdAt: point.CreationDate?.toISOString() ?? "",
  ...(point.CalculatedLifecycle?.DeleteAt && { expiresAt: point.CalculatedLifecycle.DeleteAt.toISOString() }),
  ...(point.CreatedBy?.BackupRuleName && { rule: point.CreatedBy.BackupRuleName }),
  ...(point.BackupSizeInBytes !== undefined && { bytes: point.BackupSizeInBytes }),
});

/** The newest verdict on each of a table's points, by their ARNs: queries of the index that the site uses too, back to the oldest point. */
async function verdictsOf({ dynamoDb }: Cloud, points: readonly Point[], verifications: Table) {
  const verdicts = new Map<string, { verdict: string; verifiedAt: string }>();
  const oldest = points.at(-1);
  if (!oldest) return verdicts;
  const pages = paginateQuery(
    { client: dynamoDb },
    {
      TableName: verifications.table,
      IndexName: "byTable",
      KeyConditionExpression: "tableName = :table AND startedAt >= :oldest",
      ExpressionAttributeValues: { ":table": { S: oldest.table }, ":oldest": { S: oldest.createdAt } },
      ProjectionExpression: "recoveryPointArn, verdict, startedAt",
      ScanIndexForward: false,
    },
  );
  for await (const { Items = [] } of pages) {
    for (const { recoveryPointArn, verdict, startedAt } of Items) {
      const arn = recoveryPointArn?.S;
      if (!arn || !verdict?.S || verdicts.has(arn)) continue;
      verdicts.set(arn, { verdict: verdict.S, verifiedAt: startedAt?.S ?? "" });
    }
  }
  return verdicts;
}
