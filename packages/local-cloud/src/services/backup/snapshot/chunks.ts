import { join } from "node:path";
import { release } from "../../dynamodb/moving/release.ts";
import type { TableDefinition } from "../../dynamodb/moving/table.ts";
import type { DataKey } from "../../kms/dataKey.ts";
import { syncFolder, writeDurably } from "./durable.ts";
import { chunkName, type Manifest, manifestFile, type PointIdentity } from "./manifest.ts";
import { seal } from "./seal.ts";

export interface SnapshotPlace {
  /** An empty folder: nothing in it counts before the caller makes it visible. */
  folder: string;
  point: PointIdentity;
  dataKey: DataKey;
}

export interface ChunkWriter {
  /**
   * Adds one chunk; chunks may be written at the same time.
   * @param lines an item on each: its JSON in DynamoDB's wire format, in which binary values are base64
   */
  write(lines: Buffer, items: number): Promise<void>;
  /** Resolves when no chunk is being written any more. */
  idle(): Promise<void>;
  /** Writes the manifest. All is on the disk when this returns. */
  finish(table: TableDefinition): Promise<Manifest>;
}

export function createChunkWriter({ folder, point, dataKey }: SnapshotPlace): ChunkWriter {
  const totals = { items: 0, bytes: 0, chunks: 0 };
  const underWay = new Set<Promise<void>>();

  async function writeChunk(number: number, content: Buffer): Promise<void> {
    const sealed = await seal(dataKey.plaintext, point.id, number, content);
    await writeDurably(join(folder, chunkName(number)), sealed);
    release(sealed);
  }
  return {
    write(lines, items) {
      totals.items += items;
      totals.bytes += lines.length;
      const writing = writeChunk(++totals.chunks, lines).finally(() => underWay.delete(writing));
      underWay.add(writing);
      return writing;
    },
    async idle() {
      await Promise.allSettled(underWay);
    },
    async finish(table) {
      const { id, resourceArn, creationDate } = point;
      const manifest = { point: { id, resourceArn, creationDate }, table, ...totals };
      const { path, content } = await manifestFile(folder, dataKey, manifest);
      await writeDurably(path, content);
      await syncFolder(folder);
      return manifest;
    },
  };
}
