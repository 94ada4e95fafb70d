import type { EngineCall } from "../../dynamodb/call.ts";
import { createLineBuffer } from "../../dynamodb/moving/lines.ts";
import { type Reader, scanTable } from "../../dynamodb/moving/scan.ts";
import type { TableDefinition } from "../../dynamodb/moving/table.ts";
import { createChunkWriter, type SnapshotPlace } from "./chunks.ts";
import type { Manifest } from "./manifest.ts";

export interface SnapshotRequest extends SnapshotPlace {
  call: EngineCall;
  tableName: string;
  table: TableDefinition;
  signal: AbortSignal;
  /** From 0 to 1, as far as the table is read. */
  onProgress?(done: number): void;
  /** A chunk is full with so many bytes, uncompressed; the page that fills it may add up to a megabyte of items. */
  chunkBytes?: number;
}

/** Scans a table into encrypted chunks and a manifest, all of them on the disk when this returns. */
export async function writeSnapshot(request: SnapshotRequest): Promise<Manifest> {
  const { chunkBytes = 512 * 1024, signal } = request;
  const usualBytes = Math.ceil(chunkBytes * 1.25);
  const chunks = createChunkWriter(request);

  function makeReader(): Reader {
    let [filling, full] = [createLineBuffer(usualBytes), createLineBuffer(usualBytes)];
    let items = 0;
    // One chunk is written while the next one is read; its failure is met at the next await.
    let writing = Promise.resolve();
    async function flush(): Promise<void> {
      await writing;
      [filling, full] = [full, filling];
      writing = chunks.write(full.content(), items);
      writing.catch(() => {});
      filling.clear();
      items = 0;
    }
    return {
      async take(page) {
        if (page.items === 0) return;
        filling.add(page.lines);
        items += page.items;
        if (filling.size >= chunkBytes) await flush();
      },
      async end() {
        if (items > 0) await flush();
        await writing;
      },
    };
  }

  try {
    await scanTable(request, makeReader);
  } finally {
    await chunks.idle();
  }
  signal.throwIfAborted();
  return chunks.finish(request.table);
}
