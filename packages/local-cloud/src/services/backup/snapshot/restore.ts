import { setTimeout as delay } from "node:timers/promises";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import type { EngineCall } from "../../dynamodb/call.ts";
import { untilAllEnd } from "./scan.ts";
import type { TableDefinition } from "./table.ts";

const batchSize = 25;
/** A request may have 16 MB; text that is escaped in JSON takes several times the bytes of the item. */
const batchBytes = 4 * 1024 * 1024;
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

/** Writes all items in batches, several at a time. */
export async function writeItems(
  call: EngineCall,
  tableName: string,
  chunks: AsyncIterable<string[]>,
  { signal, onItems }: { signal: AbortSignal; onItems?(itemsSoFar: number): void },
): Promise<void> {
  const batches = inBatches(chunks);
  const failure = new AbortController();
  const ended = AbortSignal.any([signal, failure.signal]);
  let count = 0;
  // All writers draw from one generator: it hands out batches one after the other, however many ask.
  const writer = async () => {
    for (let next = await batches.next(); !next.done; next = await batches.next()) {
      await writeBatch(call, tableName, next.value, ended);
      count += next.value.length;
      onItems?.(count);
    }
  };
  await untilAllEnd(Array.from({ length: writers }, writer), failure);
}

async function* inBatches(chunks: AsyncIterable<string[]>): AsyncGenerator<string[]> {
  for await (const lines of chunks) {
    let batch: string[] = [];
    let size = 0;
    for (const line of lines) {
      if (batch.length === batchSize || (batch.length > 0 && size + line.length > batchBytes)) {
        yield batch;
        batch = [];
        size = 0;
      }
      batch.push(line);
      size += line.length;
    }
    if (batch.length > 0) yield batch;
  }
}

/** The lines are put into the request as they are: they are JSON already. */
async function writeBatch(
  call: EngineCall,
  tableName: string,
  lines: string[],
  signal: AbortSignal,
): Promise<void> {
  let requests = `[${lines.map((line) => `{"PutRequest":{"Item":${line}}}`).join()}]`;
  for (let waitMs = 10; ; waitMs = Math.min(waitMs * 2, 1000)) {
    const input = `{"RequestItems":{${JSON.stringify(tableName)}:${requests}}}`;
    const { UnprocessedItems } = await call("BatchWriteItem", input, signal);
    const left = UnprocessedItems?.[tableName];
    if (!left?.length) return;
    requests = JSON.stringify(left);
    await delay(waitMs, undefined, { signal });
  }
}
