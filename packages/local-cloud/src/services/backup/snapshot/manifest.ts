import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SnapshotDamaged } from "./damage.ts";
import { open, seal } from "./seal.ts";
import type { TableDefinition } from "./table.ts";

export interface ChunkEntry {
  items: number;
  /** SHA-256 of the chunk's file, base64. */
  digest: string;
}

/** What a recovery point must consist of. Chunk n is the entry at n - 1. */
export interface Manifest {
  table: TableDefinition;
  items: number;
  /** Size of the items as JSON, uncompressed. */
  bytes: number;
  chunks: ChunkEntry[];
}

/** On disk: the manifest sealed, beside the data key that only KMS can open. */
interface ManifestFile {
  format: 1;
  recoveryPointId: string;
  dataKey: string;
  manifest: string;
}

const fileName = "manifest.json";
export const chunkFile = (folder: string, number: number) =>
  join(folder, `${String(number).padStart(8, "0")}.chunk`);

export async function manifestFile(
  folder: string,
  {
    pointId,
    dataKey,
    manifest,
  }: { pointId: string; dataKey: { plaintext: Buffer; ciphertext: Buffer }; manifest: Manifest },
): Promise<{ path: string; content: Buffer }> {
  const sealed = await seal(dataKey.plaintext, pointId, "manifest", Buffer.from(JSON.stringify(manifest)));
  const file: ManifestFile = {
    format: 1,
    recoveryPointId: pointId,
    dataKey: dataKey.ciphertext.toString("base64"),
    manifest: sealed.toString("base64"),
  };
  return { path: join(folder, fileName), content: Buffer.from(JSON.stringify(file)) };
}

/** Throws SnapshotDamaged unless the manifest is there, opens with KMS, and is this recovery point's. */
export async function readManifest(
  folder: string,
  pointId: string,
  unwrap: (ciphertext: Buffer) => Buffer,
): Promise<{ manifest: Manifest; dataKey: Buffer }> {
  const file = await readManifestFile(folder);
  const dataKey = attempt(
    () => unwrap(Buffer.from(file.dataKey, "base64")),
    "the data key in the manifest can't be opened by KMS",
  );
  try {
    const content = await open(dataKey, pointId, "manifest", Buffer.from(file.manifest, "base64"));
    return { dataKey, manifest: JSON.parse(content.toString()) };
  } catch (cause) {
    throw new SnapshotDamaged("the manifest is not the one that was written", { cause });
  }
}

async function readManifestFile(folder: string): Promise<ManifestFile> {
  const content = await readFile(join(folder, fileName)).catch((cause) => {
    throw new SnapshotDamaged(`the manifest can't be read (${cause.code})`, { cause });
  });
  const file = attempt(() => JSON.parse(content.toString()) as ManifestFile, "the manifest isn't JSON");
  if (file?.format !== 1 || typeof file.dataKey !== "string" || typeof file.manifest !== "string") {
    throw new SnapshotDamaged("the manifest isn't one of format 1");
  }
  return file;
}

function attempt<T>(action: () => T, fault: string): T {
  try {
    return action();
  } catch (cause) {
    throw new SnapshotDamaged(`${fault}: ${(cause as Error).message}`, { cause });
  }
}
