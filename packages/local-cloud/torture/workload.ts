import {
  type BackupClient,
  DeleteRecoveryPointCommand,
  DescribeBackupJobCommand,
  DescribeRestoreJobCommand,
  StartBackupJobCommand,
  StartRestoreJobCommand,
} from "@aws-sdk/client-backup";
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  asValue,
  type BackupJob,
  itemsATable,
  type Knowledge,
  newItem,
  type RestoreJob,
} from "./knowledge.ts";
import { oneOf, type Random } from "./random.ts";
import { backupRole, restoreRole, tableArn, tableNames, vaultName } from "./stack.ts";

export interface Clients {
  backup: BackupClient;
  dynamodb: DynamoDBClient;
}

const writers = 3;
const keptPoints = 4;
const keptTables = 2;

/** Fills the tables. */
export async function fill({ dynamodb }: Clients, knowledge: Knowledge, random: Random): Promise<void> {
  for (const name of tableNames) {
    const all = [...knowledge.items[name]!].map(([id, history]) => ({ history, item: newItem(id, random) }));
    for (let start = 0; start < all.length; start += 25) {
      const batch = all.slice(start, start + 25);
      const writes = batch.map(({ history, item }) => history.begin(asValue(item), Date.now()));
      const requests = batch.map(({ item }) => ({ PutRequest: { Item: item } }));
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }));
      for (const write of writes) write.answered(Date.now());
    }
  }
}

/**
 * Writes items, backs up, restores, deletes points and restored tables, all at once, until `ended`. What is asked
 * for is noted before it is asked, what is answered when it is: the cloud may be killed at any instant.
 */
export async function work(
  clients: Clients,
  knowledge: Knowledge,
  random: Random,
  ended: AbortSignal,
): Promise<void> {
  const untilEnd = async (task: () => Promise<void>) => {
    try {
      while (!ended.aborted) await task();
    } catch (error) {
      // The cloud was killed meanwhile; anything else is a fault of it.
      if (!ended.aborted) throw error;
    }
  };
  await Promise.all([
    untilEnd(() => write(clients, knowledge, random, ended)),
    ...tableNames.map((table) => untilEnd(() => backUp(clients, knowledge, table, random))),
    untilEnd(() => restoreOne(clients, knowledge, random)),
  ]);
}

/** Writes items, several at a time, until `ended`. */
export async function write(
  clients: Pick<Clients, "dynamodb">,
  knowledge: Knowledge,
  random: Random,
  ended: AbortSignal,
): Promise<void> {
  const writer = async (number: number) => {
    while (!ended.aborted) await writeOne(clients, knowledge, random, number);
  };
  await Promise.all(Array.from({ length: writers }, (_, number) => writer(number)));
}

async function writeOne(
  { dynamodb }: Pick<Clients, "dynamodb">,
  { items }: Knowledge,
  random: Random,
  writer: number,
) {
  const TableName = oneOf(random, tableNames);
  // Each writer has items of its own, so that it is known in which order an item was written.
  const id = `item-${Math.floor(random() * (itemsATable / writers)) * writers + writer}`;
  const history = items[TableName]!.get(id);
  if (!history) return;
  const chosen = random();
  const item = chosen < 0.15 ? undefined : newItem(id, random);
  const write = history.begin(asValue(item), Date.now());
  const Key = { id: { S: id } };
  if (!item) await dynamodb.send(new DeleteItemCommand({ TableName, Key }));
  else if (chosen < 0.6) await dynamodb.send(new PutItemCommand({ TableName, Item: item }));
  else {
    const { id: _, ...rest } = item;
    const names = Object.keys(rest);
    await dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join()}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, rest[name]!])),
      }),
    );
  }
  write.answered(Date.now());
}

async function backUp({ backup }: Clients, knowledge: Knowledge, table: string, random: Random) {
  const { BackupJobId, RecoveryPointArn } = await backup.send(
    new StartBackupJobCommand({
      BackupVaultName: vaultName,
      ResourceArn: tableArn(table),
      IamRoleArn: backupRole,
    }),
  );
  const job: BackupJob = { pointArn: RecoveryPointArn! };
  knowledge.backupJobs.set(BackupJobId!, job);
  for (;;) {
    const { State, CompletionDate } = await backup.send(new DescribeBackupJobCommand({ BackupJobId }));
    if (CompletionDate) {
      job.state = State as "COMPLETED";
      break;
    }
  }
  const points = completedPoints(knowledge);
  if (points.length > keptPoints) await deletePoint({ backup }, knowledge, oneOf(random, points));
}

export const completedPoints = ({ backupJobs, pointsGone }: Knowledge): string[] =>
  [...backupJobs.values()]
    .filter(({ state, pointArn }) => state === "COMPLETED" && !pointsGone.has(pointArn))
    .map(({ pointArn }) => pointArn);

async function deletePoint(
  { backup }: Pick<Clients, "backup">,
  { pointsGone }: Knowledge,
  RecoveryPointArn: string,
) {
  pointsGone.set(RecoveryPointArn, "asked");
  try {
    await backup.send(new DeleteRecoveryPointCommand({ BackupVaultName: vaultName, RecoveryPointArn }));
    pointsGone.set(RecoveryPointArn, "done");
  } catch (error) {
    // It is being restored.
    if ((error as Error).name !== "InvalidResourceStateException") throw error;
    pointsGone.delete(RecoveryPointArn);
  }
}

async function restoreOne({ backup, dynamodb }: Clients, knowledge: Knowledge, random: Random) {
  const points = completedPoints(knowledge);
  if (points.length === 0) return new Promise<void>((resolve) => setTimeout(resolve, 5));
  const pointArn = oneOf(random, points);
  const table = `Restored-${++knowledge.restores}`;
  const started = await backup
    .send(
      new StartRestoreJobCommand({
        RecoveryPointArn: pointArn,
        IamRoleArn: restoreRole,
        Metadata: { targetTableName: table, encryptionType: "Default" },
      }),
    )
    .catch((error) => {
      // The point was deleted meanwhile.
      if (error.name === "ResourceNotFoundException" || error.name === "InvalidResourceStateException")
        return undefined;
      throw error;
    });
  if (!started) return;
  const job: RestoreJob = { table, pointArn };
  knowledge.restoreJobs.set(started.RestoreJobId!, job);
  for (;;) {
    const { Status, CompletionDate } = await backup.send(
      new DescribeRestoreJobCommand({ RestoreJobId: started.RestoreJobId }),
    );
    if (CompletionDate) {
      job.status = Status as "COMPLETED";
      break;
    }
  }
  const tables = restoredTables(knowledge);
  if (tables.length <= keptTables) return;
  const gone = oneOf(random, tables);
  knowledge.tablesGone.set(gone, "asked");
  await dynamodb.send(new DeleteTableCommand({ TableName: gone }));
  knowledge.tablesGone.set(gone, "done");
}

export const restoredTables = ({ restoreJobs, tablesGone }: Knowledge): string[] =>
  [...restoreJobs.values()]
    .filter(({ status, table }) => status === "COMPLETED" && !tablesGone.has(table))
    .map(({ table }) => table);
