import { access, opendir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { countLines } from "../../dynamodb/moving/lines.ts";
import { release } from "../../dynamodb/moving/release.ts";
import { SnapshotDamaged } from "./damage.ts";
import { chunkName, type Manifest, type PointIdentity, readManifest } from "./manifest.ts";
import { open } from "./seal.ts";

export interface Snapshot {
  manifest: Manifest;
  /**
   * The items of each chunk, in order, one on a line: their JSON in DynamoDB's wire format. A chunk is empty once the
   * next one is asked for. Throws SnapshotDamaged at the first chunk that isn't the one written, and at the end unless
   * all items of the manifest were there.
   */
  chunks(): AsyncGenerator<Buffer>;
}

/**
 * Opens a recovery point's folder: its manifest is authenticated and its chunk files are all there, no more and
 * no less. Throws SnapshotDamaged.
 * @param unwrap opens the data key by KMS
 */
export async function openSnapshot(
  folder: string,
  point: PointIdentity,
  unwrap: (ciphertext: Buffer) => Buffer,
): Promise<Snapshot> {
  const { manifest, dataKey } = await readManifest(folder, point, unwrap);
  await requireChunkFiles(folder, manifest.chunks);

  async function readChunk(number: number): Promise<Buffer> {
    const fail = (fault: string, cause?: unknown) =>
      new SnapshotDamaged(`chunk ${number} of ${manifest.chunks} ${fault}`, { cause });
    const file = await readFile(join(folder, chunkName(number))).catch((cause) => {
      throw cause.code === "ENOENT" ? fail("is missing") : fail(`can't be read (${cause.code})`, cause);
    });
    const lines = await open(dataKey, point.id, number, file).catch((cause) => {
      throw fail(cause.message, cause);
    });
    release(file);
    return lines;
  }

  return {
    manifest,
    async *chunks() {
      let items = 0;
      let next = manifest.chunks > 0 ? readChunk(1) : undefined;
      for (let number = 1; next; number++) {
        const lines = await next;
        // The next chunk is read while this one is used; its failure is met when its turn comes.
        next = number < manifest.chunks ? readChunk(number + 1) : undefined;
        next?.catch(() => {});
        items += countLines(lines);
        yield lines;
        release(lines);
      }
      if (items !== manifest.items)
        throw new SnapshotDamaged(`its chunks hold ${items} items, and its manifest tells ${manifest.items}`);
    },
  };
}

/** Names one by one, so that a folder of any size can be looked through. */
async function requireChunkFiles(folder: string, expected: number): Promise<void> {
  let found = 0;
  for await (const { name } of await opendir(folder)) {
    if (!name.endsWith(".chunk")) continue;
    const number = Number.parseInt(name, 10);
    if (name !== chunkName(number) || number < 1 || number > expected)
      throw new SnapshotDamaged(`${name} doesn't belong to this recovery point`);
    found++;
  }
  for (let number = 1; found < expected; number++) {
    await access(join(folder, chunkName(number))).catch((cause) => {
      throw new SnapshotDamaged(`chunk ${number} of ${expected} is missing`, { cause });
    });
  }
}
