import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { SnapshotDamaged } from "./damage.ts";
import { fromLine, type Item } from "./items.ts";
import { type ChunkEntry, chunkFile, type Manifest, readManifest } from "./manifest.ts";
import { nameOf, open } from "./seal.ts";

export interface Snapshot {
  manifest: Manifest;
  /** Every item, chunk by chunk; throws SnapshotDamaged at the first chunk that isn't the one written. */
  items(): AsyncGenerator<Item>;
}

/**
 * Opens a recovery point's folder: its manifest is authenticated and its chunk files are all there, no more and
 * no less. Throws SnapshotDamaged.
 * @param unwrap opens the data key by KMS
 */
export async function openSnapshot(
  folder: string,
  pointId: string,
  unwrap: (ciphertext: Buffer) => Buffer,
): Promise<Snapshot> {
  const { manifest, dataKey } = await readManifest(folder, pointId, unwrap);
  await requireChunkFiles(folder, manifest);
  const readChunk = async (number: number) => {
    const content = await openChunk(folder, number, manifest, (sealed) =>
      open(dataKey, pointId, number, sealed),
    );
    return content.toString().split("\n");
  };
  return {
    manifest,
    async *items() {
      let next = manifest.chunks.length > 0 ? readChunk(1) : undefined;
      for (const [index, { items }] of manifest.chunks.entries()) {
        const lines = await next!;
        if (lines.length !== items)
          throw damaged(index + 1, manifest, `holds ${lines.length} items instead of ${items}`);
        // The next chunk is read while this one is used; its failure is met when its turn comes.
        next = index + 1 < manifest.chunks.length ? readChunk(index + 2) : undefined;
        next?.catch(() => {});
        for (const line of lines) yield fromLine(line);
      }
    },
  };
}

async function requireChunkFiles(folder: string, manifest: Manifest): Promise<void> {
  const found = new Set((await readdir(folder)).filter((name) => name.endsWith(".chunk")));
  for (const number of manifest.chunks.keys()) {
    if (!found.delete(nameOfFile(number + 1))) throw damaged(number + 1, manifest, "is missing");
  }
  const [extra] = found;
  if (extra) throw new SnapshotDamaged(`${extra} doesn't belong to this recovery point`);
}

const nameOfFile = (number: number) => chunkFile("", number);

async function openChunk(
  folder: string,
  number: number,
  manifest: Manifest,
  unseal: (sealed: Buffer) => Promise<Buffer>,
): Promise<Buffer> {
  const entry: ChunkEntry = manifest.chunks[number - 1]!;
  const sealed = await readFile(chunkFile(folder, number)).catch((cause) => {
    throw damaged(number, manifest, `can't be read (${cause.code})`, cause);
  });
  if (createHash("sha256").update(sealed).digest("base64") !== entry.digest) {
    throw damaged(number, manifest, "is not the one that was written");
  }
  return unseal(sealed).catch((cause) => {
    throw damaged(number, manifest, "can't be decrypted", cause);
  });
}

const damaged = (number: number, { chunks }: Manifest, fault: string, cause?: unknown) =>
  new SnapshotDamaged(`${nameOf(number)} of ${chunks.length} ${fault}`, { cause });
