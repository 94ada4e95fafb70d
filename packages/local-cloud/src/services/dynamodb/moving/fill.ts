import { setTimeout as delay } from "node:timers/promises";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { asJson, type EngineCall } from "../call.ts";
import { lineEnds } from "./lines.ts";
import { release } from "./release.ts";
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

/** Writes all items in batches, several at a time. Each chunk is done with when the next one is asked for. */
export async function writeItems(
  call: EngineCall,
  tableName: string,
  chunks: AsyncIterable<Buffer>,
  { signal, onItems }: { signal: AbortSignal; onItems?(itemsSoFar: number): void },
): Promise<void> {
  const batches = inBatches(tableName, chunks);
  const failure = new AbortController();
  const ended = AbortSignal.any([signal, failure.signal]);
  let count = 0;
  // All writers draw from one generator: it hands out batches one after the other, however many ask.
  const writer = async () => {
    for (let next = await batches.next(); !next.done; next = await batches.next()) {
      await writeBatch(call, tableName, next.value.request, ended);
      release(next.value.request);
      count += next.value.items;
      onItems?.(count);
    }
  };
  await untilAllEnd(Array.from({ length: writers }, writer), failure);
}

/** Writes the items of some lines, one batch after the other. */
export async function writeLines(
  call: EngineCall,
  tableName: string,
  lines: Buffer,
  signal: AbortSignal,
): Promise<void> {
  for (const { request } of batchesOf(tableName, lines)) {
    await writeBatch(call, tableName, request, signal);
    release(request);
  }
}

interface Batch {
  request: Buffer;
  items: number;
}

const next = Buffer.from('}},{"PutRequest":{"Item":');
const end = Buffer.from("}}]}}");

async function* inBatches(tableName: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Batch> {
  for await (const content of chunks) yield* batchesOf(tableName, content);
}

/** The items are put into the requests as they are: they are JSON already. */
function* batchesOf(tableName: string, content: Buffer): Generator<Batch> {
  const begin = Buffer.from(`{"RequestItems":{${JSON.stringify(tableName)}:[{"PutRequest":{"Item":`);
  for (let from = 0; from < content.length; ) {
    const start = from;
    const ends = lineEnds(content, from, batchSize).filter(
      (lineEnd, index) => index === 0 || lineEnd - start <= batchBytes,
    );
    const size = begin.length + end.length + ends.at(-1)! - from + ends.length * next.length;
    const request = Buffer.allocUnsafeSlow(size);
    let written = begin.copy(request);
    for (const [index, lineEnd] of ends.entries()) {
      if (index > 0) written += next.copy(request, written);
      written += content.copy(request, written, from, lineEnd);
      from = lineEnd + 1;
    }
    written += end.copy(request, written);
    yield { request: request.subarray(0, written), items: ends.length };
  }
}

/** Puts and deletes of one table, at most 25. */
export async function writeBatch(
  call: EngineCall,
  tableName: string,
  batch: Buffer,
  signal: AbortSignal,
): Promise<void> {
  let request = batch;
  for (let waitMs = 10; ; waitMs = Math.min(waitMs * 2, 1000)) {
    const { UnprocessedItems } = JSON.parse((await call("BatchWriteItem", request, signal)).toString());
    if (!UnprocessedItems?.[tableName]?.length) return;
    request = asJson({ RequestItems: UnprocessedItems });
    await delay(waitMs, undefined, { signal });
  }
}
