import { countLines } from "../../dynamodb/moving/lines.ts";
import { createChunkWriter, type SnapshotPlace } from "./chunks.ts";
import type { Manifest } from "./manifest.ts";
import type { Snapshot } from "./read.ts";

/**
 * Writes a recovery point's content anew under another point's id and data key; every chunk is authenticated on the
 * way. All is on the disk when this returns. Throws SnapshotDamaged.
 */
export async function copySnapshot(
  { manifest, chunks }: Snapshot,
  to: SnapshotPlace & {
    signal: AbortSignal;
    /** From 0 to 1. */
    onProgress?(done: number): void;
  },
): Promise<Manifest> {
  const writer = createChunkWriter(to);
  let copied = 0;
  for await (const lines of chunks()) {
    to.signal.throwIfAborted();
    await writer.write(lines, countLines(lines));
    to.onProgress?.(++copied / manifest.chunks);
  }
  to.signal.throwIfAborted();
  return writer.finish(manifest.table);
}
