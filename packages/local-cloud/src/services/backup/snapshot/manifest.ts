import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TableDefinition } from "../../dynamodb/moving/table.ts";
import type { DataKey } from "../../kms/dataKey.ts";
import { SnapshotDamaged } from "./damage.ts";
import { open, seal } from "./seal.ts";

/** What a recovery point says of itself that nobody may change: the table it holds, and the instant. */
export interface PointIdentity {
  id: string;
  resourceArn: string;
  creationDate: string;
}

/** What a recovery point must consist of. It has one size, however large the table is: each chunk proves itself. */
export interface Manifest {
  point: PointIdentity;
  table: TableDefinition;
  items: number;
  /** Size of the items as JSON, uncompressed. */
  bytes: number;
  /** How many there are, numbered from 1. */
  chunks: number;
}

/** On disk: the manifest sealed, beside the data key that only KMS can open. */
interface ManifestFile {
  format: typeof format;
  dataKey: string;
  manifest: string;
}

const format = 2;
const fileName = "manifest.json";

export const chunkName = (number: number) => `${String(number).padStart(8, "0")}.chunk`;

export async function manifestFile(
  folder: string,
  dataKey: DataKey,
  manifest: Manifest,
): Promise<{ path: string; content: Buffer }> {
  const content = Buffer.from(JSON.stringify(manifest));
  const sealed = await seal(dataKey.plaintext, manifest.point.id, "manifest", content);
  const file: ManifestFile = {
    format,
    dataKey: dataKey.ciphertext.toString("base64"),
    manifest: sealed.toString("base64"),
  };
  return { path: join(folder, fileName), content: Buffer.from(JSON.stringify(file)) };
}

/** Throws SnapshotDamaged unless the manifest is there, opens with KMS, and is this recovery point's. */
export async function readManifest(
  folder: string,
  point: PointIdentity,
  unwrap: (ciphertext: Buffer) => Buffer,
): Promise<{ manifest: Manifest; dataKey: Buffer }> {
  const file = await readManifestFile(folder);
  const dataKey = attempt(
    () => unwrap(bytesOf(file.dataKey)),
    "the data key in the manifest can't be opened by KMS",
  );
  const manifest: Manifest = await open(dataKey, point.id, "manifest", bytesOf(file.manifest)).then(
    (content) => JSON.parse(content.toString()),
    (cause) => {
      throw new SnapshotDamaged(`the manifest ${cause.message}`, { cause });
    },
  );
  for (const name of ["resourceArn", "creationDate"] as const) {
    if (manifest.point[name] !== point[name])
      throw new SnapshotDamaged(
        `its ${name} was changed to ${point[name]}: it is ${manifest.point[name]} in the manifest`,
      );
  }
  return { dataKey, manifest };
}

async function readManifestFile(folder: string): Promise<ManifestFile> {
  const content = await readFile(join(folder, fileName)).catch((cause) => {
    throw new SnapshotDamaged(`the manifest can't be read (${cause.code})`, { cause });
  });
  const file = attempt(() => JSON.parse(content.toString()) as ManifestFile, "the manifest isn't JSON");
  if (Number.isInteger(file?.format) && file.format !== format) {
    throw new SnapshotDamaged(`the manifest is of format ${file.format}, and this version reads ${format}`);
  }
  if (file?.format !== format || typeof file.dataKey !== "string" || typeof file.manifest !== "string") {
    throw new SnapshotDamaged("the manifest isn't one of a recovery point");
  }
  return file;
}

/** Node skips what isn't base64; here it is damage. */
function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") !== base64) throw new SnapshotDamaged("the manifest isn't base64");
  return bytes;
}

function attempt<T>(action: () => T, fault: string): T {
  try {
    return action();
  } catch (cause) {
    throw new SnapshotDamaged(`${fault}: ${(cause as Error).message}`, { cause });
  }
}
