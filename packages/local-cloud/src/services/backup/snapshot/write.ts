import { createHash } from "node:crypto";
import { type DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import type { DataKey } from "../../kms/dataKey.ts";
import { syncFolder, writeDurably } from "./durable.ts";
import { type Item, toLine } from "./items.ts";
import { type ChunkEntry, chunkFile, type Manifest, manifestFile } from "./manifest.ts";
import { seal } from "./seal.ts";
import type { TableDefinition } from "./table.ts";

export interface SnapshotRequest {
  dynamodb: DynamoDBClient;
  tableName: string;
  table: TableDefinition;
  /** An empty folder: nothing in it counts before the caller makes it visible. */
  folder: string;
  pointId: string;
  dataKey: DataKey;
  signal: AbortSignal;
  onItems?(itemsSoFar: number): void;
}

const segments = 4;
/** A chunk is full with so many bytes, uncompressed; a page of a scan adds up to a megabyte of items. */
const chunkBytes = 1024 * 1024;

/** Scans a table into encrypted chunks and a manifest, all of them on the disk when this returns. */
export async function writeSnapshot(request: SnapshotRequest): Promise<Manifest> {
  const { folder, pointId, dataKey, table } = request;
  const failure = new AbortController();
  const signal = AbortSignal.any([request.signal, failure.signal]);
  const chunks: ChunkEntry[] = [];
  const totals = { items: 0, bytes: 0 };

  async function writeChunk(lines: string[]): Promise<void> {
    const content = Buffer.from(lines.join("\n"));
    // Reserving the number before anything is awaited keeps two segments from taking the same one.
    const entry: ChunkEntry = { items: lines.length, digest: "" };
    const number = chunks.push(entry);
    const sealed = await seal(dataKey.plaintext, pointId, number, content);
    entry.digest = createHash("sha256").update(sealed).digest("base64");
    await writeDurably(chunkFile(folder, number), sealed);
    totals.items += lines.length;
    totals.bytes += content.length;
    request.onItems?.(totals.items);
  }

  async function writeSegment(segment: number): Promise<void> {
    let lines: string[] = [];
    let size = 0;
    // One chunk is written while the next one is read.
    let writing = Promise.resolve();
    try {
      for await (const items of scan(request, segment, signal)) {
        for (const item of items) {
          const line = toLine(item);
          lines.push(line);
          size += line.length;
        }
        if (size < chunkBytes) continue;
        await writing;
        writing = writeChunk(lines);
        // Its failure is met at the next await.
        writing.catch(() => {});
        lines = [];
        size = 0;
      }
      await writing;
      if (lines.length > 0) await writeChunk(lines);
    } finally {
      await writing.catch(() => {});
    }
  }

  await untilAllEnd(
    Array.from({ length: segments }, (_, segment) => writeSegment(segment)),
    failure,
  );
  signal.throwIfAborted();
  const manifest = { table, ...totals, chunks };
  const { path, content } = await manifestFile(folder, { pointId, dataKey, manifest });
  await writeDurably(path, content);
  await syncFolder(folder);
  return manifest;
}

async function* scan(
  { dynamodb, tableName }: SnapshotRequest,
  segment: number,
  signal: AbortSignal,
): AsyncGenerator<Item[]> {
  const pages = paginateScan(
    { client: dynamodb },
    { TableName: tableName, Segment: segment, TotalSegments: segments, ConsistentRead: true },
  );
  for await (const { Items = [] } of pages) {
    signal.throwIfAborted();
    yield Items;
  }
}

/** Stops the rest when one fails, and returns or throws only when nothing runs any more. */
async function untilAllEnd(work: Promise<void>[], failure: AbortController): Promise<void> {
  let first: { reason: unknown } | undefined;
  const watched = work.map((one) =>
    one.catch((reason) => {
      first ??= { reason };
      failure.abort(reason);
    }),
  );
  await Promise.all(watched);
  if (first) throw first.reason;
}
