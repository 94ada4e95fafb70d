import {
  type BackupVaultListMember,
  paginateListRecoveryPointsByBackupVault,
  type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { DescribeContinuousBackupsCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import type { Prices } from "@holdfast/backup-policy";
import type { Cloud } from "../cloud.ts";
import type { Table } from "../tables.ts";
import { findVault } from "../vaults.ts";
import type { BackupStack, Fate, OtherLeft } from "./stack.ts";

/** What a stage would leave behind when its stacks are deleted. Money in dollars a month. */
export interface Inventory {
  /** Absent when there is none any more. */
  vault?: VaultLeft;
  points: PointsLeft[];
  key?: KeyLeft;
  /** The names of roles. */
  roles: string[];
  tables: TableLeft[];
  /** What they cost isn't in `perMonth`: it goes by what is in them. */
  others: OtherLeft[];
  perMonth: number;
  /** When the prices were looked up, and where. */
  prices: Pick<Prices, "on" | "source">;
}

export interface VaultLeft {
  name: string;
  arn: string;
  points: number;
  fate: Fate;
  lock?: { minDays?: number; maxDays?: number; finalAt?: string; isFinal: boolean };
}

/** The recovery points of one table. */
export interface PointsLeft {
  table: string;
  count: number;
  warmBytes: number;
  coldBytes: number;
  /** When the last of them expires; absent when one never does. */
  until?: string;
  perMonth: number;
}

export interface KeyLeft {
  arn: string;
  fate: Fate;
  perMonth: number;
}

export interface TableLeft extends Table {
  bytes: number;
  isProtected: boolean;
  goesBackDays?: number;
  perMonth: number;
}

const GB = 2 ** 30;

interface Asked {
  cloud: Cloud;
  vaultName: string;
  tables: Table[];
  stack: BackupStack;
  others: OtherLeft[];
  prices: Prices;
  now: Date;
}

/** Looks at everything; changes nothing. */
export async function inventoryOf({
  cloud,
  vaultName,
  tables,
  stack,
  others,
  prices,
  now,
}: Asked): Promise<Inventory> {
  const vault = await findVault(cloud, vaultName);
  const found = vault ? await pointsIn(cloud, vaultName) : [];
  const points = byTable(found).map(([table, of]) => pointsLeft(table, of, prices, now));
  const keyId = vault?.EncryptionKeyArn ?? stack.keys[0];
  const key = keyId === undefined ? undefined : await keyLeft(cloud, keyId, stack, prices);
  const left = await Promise.all(tables.map((table) => tableLeft(cloud, table, prices)));
  const costs = [...points, ...(key ? [key] : []), ...left].map(({ perMonth }) => perMonth);
  return {
    ...(vault && { vault: vaultLeft(vault, found.length, stack.fateOf(vaultName), now) }),
    points,
    ...(key && { key }),
    roles: stack.keptRoles,
    tables: left,
    others,
    perMonth: costs.reduce((sum, cost) => sum + cost, 0),
    prices: { on: prices.on, source: prices.source },
  };
}

export async function pointsIn(
  { backup }: Pick<Cloud, "backup">,
  BackupVaultName: string,
): Promise<RecoveryPointByBackupVault[]> {
  const points: RecoveryPointByBackupVault[] = [];
  const pages = paginateListRecoveryPointsByBackupVault({ client: backup }, { BackupVaultName });
  for await (const { RecoveryPoints = [] } of pages) points.push(...RecoveryPoints);
  return points;
}

function vaultLeft(vault: BackupVaultListMember, points: number, fate: Fate, now: Date): VaultLeft {
  const { BackupVaultName: name = "", BackupVaultArn: arn = "", LockDate, Locked } = vault;
  const { MinRetentionDays: minDays, MaxRetentionDays: maxDays } = vault;
  const lock = {
    ...(minDays !== undefined && { minDays }),
    ...(maxDays !== undefined && { maxDays }),
    ...(LockDate && { finalAt: LockDate.toISOString() }),
    isFinal: LockDate !== undefined && LockDate <= now,
  };
  return { name, arn, points, fate, ...(Locked && { lock }) };
}

const byTable = (points: RecoveryPointByBackupVault[]): [table: string, RecoveryPointByBackupVault[]][] =>
  [
    ...Map.groupBy(points, ({ ResourceArn = "" }) => ResourceArn.slice(ResourceArn.lastIndexOf("/") + 1)),
  ].sort();

function pointsLeft(
  table: string,
  points: RecoveryPointByBackupVault[],
  { warmPerGbMonth, coldPerGbMonth }: Prices,
  now: Date,
): PointsLeft {
  const bytes = (of: RecoveryPointByBackupVault[]) =>
    of.reduce((sum, { BackupSizeInBytes = 0 }) => sum + BackupSizeInBytes, 0);
  const isCold = ({ CalculatedLifecycle }: RecoveryPointByBackupVault) =>
    CalculatedLifecycle?.MoveToColdStorageAt !== undefined && CalculatedLifecycle.MoveToColdStorageAt <= now;
  const coldBytes = bytes(points.filter(isCold));
  const warmBytes = bytes(points) - coldBytes;
  const ends = points.map(
    ({ CalculatedLifecycle }) => CalculatedLifecycle?.DeleteAt?.getTime() ?? Number.POSITIVE_INFINITY,
  );
  const last = Math.max(...ends);
  return {
    table,
    count: points.length,
    warmBytes,
    coldBytes,
    ...(Number.isFinite(last) && { until: new Date(last).toISOString() }),
    perMonth: (warmBytes * warmPerGbMonth + coldBytes * coldPerGbMonth) / GB,
  };
}

/** AWS's own keys cost nothing and stay with AWS. */
async function keyLeft(
  { kms }: Cloud,
  KeyId: string,
  { fateOf }: BackupStack,
  { keyPerMonth }: Prices,
): Promise<KeyLeft | undefined> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  if (!KeyMetadata || KeyMetadata.KeyManager === "AWS") return undefined;
  const { Arn = KeyId, KeyId: id = KeyId, KeyState } = KeyMetadata;
  return { arn: Arn, fate: fateOf(id), perMonth: KeyState === "PendingDeletion" ? 0 : keyPerMonth };
}

async function tableLeft({ dynamoDb }: Cloud, { model, table }: Table, prices: Prices): Promise<TableLeft> {
  const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName: table }));
  const asked = new DescribeContinuousBackupsCommand({ TableName: table });
  const { ContinuousBackupsDescription } = await dynamoDb.send(asked);
  const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const isContinuous = recovery?.PointInTimeRecoveryStatus === "ENABLED";
  const bytes = Table?.TableSizeBytes ?? 0;
  const perGb = prices.tablePerGbMonth + (isContinuous ? prices.continuousPerGbMonth : 0);
  return {
    model,
    table,
    bytes,
    isProtected: Table?.DeletionProtectionEnabled ?? false,
    ...(isContinuous && { goesBackDays: recovery.RecoveryPeriodInDays ?? 35 }),
    perMonth: (bytes * perGb) / GB,
  };
}
