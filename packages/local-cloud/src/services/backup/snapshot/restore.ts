import { setTimeout as delay } from "node:timers/promises";
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import type { Item } from "./items.ts";
import type { TableDefinition } from "./table.ts";

const batchSize = 25;
const writers = 8;
const pollMs = 20;

/** Makes a table and waits until it takes items. */
export async function createTable(
  dynamodb: DynamoDBClient,
  name: string,
  table: TableDefinition,
  signal: AbortSignal,
) {
  await dynamodb.send(new CreateTableCommand({ ...table, TableName: name }));
  while ((await statusOf(dynamodb, name)) !== "ACTIVE") await delay(pollMs, undefined, { signal });
}

/** Deletes a table, in whatever state, and waits until it is gone. */
export async function removeTable(dynamodb: DynamoDBClient, name: string): Promise<void> {
  for (let status = await statusOf(dynamodb, name); status; status = await statusOf(dynamodb, name)) {
    if (status !== "DELETING")
      await dynamodb.send(new DeleteTableCommand({ TableName: name })).catch(unlessBusy);
    await delay(pollMs);
  }
}

function unlessBusy(error: Error): void {
  if (error.name !== "ResourceInUseException" && error.name !== "ResourceNotFoundException") throw error;
}

/** ACTIVE only when its indexes are, too; undefined when there is no such table. */
async function statusOf(dynamodb: DynamoDBClient, name: string): Promise<string | undefined> {
  const found = await dynamodb.send(new DescribeTableCommand({ TableName: name })).catch((error) => {
    if (error.name === "ResourceNotFoundException") return undefined;
    throw error;
  });
  const building = found?.Table?.GlobalSecondaryIndexes?.some(
    ({ IndexStatus }) => IndexStatus === "CREATING",
  );
  return building ? "CREATING" : found?.Table?.TableStatus;
}

/** Writes all items in batches, several at a time; returns how many. */
export async function writeItems(
  dynamodb: DynamoDBClient,
  tableName: string,
  items: AsyncIterable<Item>,
  { signal, onItems }: { signal: AbortSignal; onItems?(itemsSoFar: number): void },
): Promise<number> {
  const batches = inBatches(items);
  let count = 0;
  let failed = false;
  // All writers draw from one generator: it hands out batches one after the other, however many ask.
  const writer = async () => {
    try {
      for (let next = await batches.next(); !next.done && !failed; next = await batches.next()) {
        signal.throwIfAborted();
        await writeBatch(dynamodb, tableName, next.value, signal);
        count += next.value.length;
        onItems?.(count);
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const results = await Promise.allSettled(Array.from({ length: writers }, writer));
  const failure = results.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
  return count;
}

async function* inBatches(items: AsyncIterable<Item>): AsyncGenerator<WriteRequest[]> {
  let batch: WriteRequest[] = [];
  for await (const item of items) {
    batch.push({ PutRequest: { Item: item } });
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function writeBatch(
  dynamodb: DynamoDBClient,
  tableName: string,
  batch: WriteRequest[],
  signal: AbortSignal,
): Promise<void> {
  let requests: WriteRequest[] = batch;
  for (let waitMs = 10; ; waitMs = Math.min(waitMs * 2, 1000)) {
    const { UnprocessedItems } = await dynamodb.send(
      new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
    );
    requests = UnprocessedItems?.[tableName] ?? [];
    if (requests.length === 0) return;
    await delay(waitMs, undefined, { signal });
  }
}
