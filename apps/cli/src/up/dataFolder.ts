import { access, constants, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { CouldNotRun } from "../errors.ts";
import type { ProcessIdentity } from "../processIdentity.ts";
import { lockFolder } from "./lock.ts";

/** What a data folder says about itself; the file also marks it as one that --fresh may empty. */
const Marker = v.object({
  version: v.literal(1),
  /** The DynamoDB-compatible server that holds the tables; absent: the one built in. */
  dynamodb: v.optional(v.string()),
  seededAt: v.optional(v.string()),
});
type Marker = v.InferOutput<typeof Marker>;

export interface DataFolder {
  path: string;
  /** The local cloud's own folder. */
  cloud: string;
  /** The folder of the synthesized assemblies. */
  synth: string;
  log: string;
  isSeeded: boolean;
  markSeeded(at: Date): Promise<void>;
}

const blank: Marker = { version: 1 };
const markerName = ".holdfast-data";
const lockName = "lock";

/**
 * Makes the folder unless it is there, and locks it for this process; returns what unlocks it.
 * Throws CouldNotRun, and leaves the folder as it is, when it holds other files or another process has it.
 */
export async function claimDataFolder(path: string, self: ProcessIdentity): Promise<() => Promise<void>> {
  await makeFolder(path);
  const entries = await readdir(path);
  if (entries.length > 0 && !entries.includes(markerName)) {
    throw new CouldNotRun(`${path} holds files that aren't Holdfast's; it isn't touched.`, {
      next: "Name a folder that is empty or doesn't exist yet, with --data.",
    });
  }
  if (entries.length === 0) await write(join(path, markerName), blank);
  return lockFolder(join(path, lockName), self);
}

/** Opens a folder that this process has claimed; fresh: after deleting what it holds. */
export async function openDataFolder(
  path: string,
  { fresh, dynamodb }: { fresh: boolean; dynamodb: string | undefined },
): Promise<DataFolder> {
  const marker = join(path, markerName);
  const entries = (await readdir(path)).filter((name) => name !== markerName && name !== lockName);
  if (fresh) for (const name of entries) await rm(join(path, name), { recursive: true, force: true });
  const found = fresh ? blank : await read(marker);
  const isUnused = entries.length === 0 && !found.seededAt;
  if (!fresh && !isUnused) refuseOtherDynamoDb(path, found, dynamodb);
  const content: Marker = fresh || isUnused ? { ...blank, ...(dynamodb && { dynamodb }) } : found;
  await write(marker, content);
  return {
    path,
    cloud: join(path, "cloud"),
    synth: join(path, "synth"),
    log: logIn(path),
    isSeeded: content.seededAt !== undefined,
    markSeeded: (at) => write(marker, { ...content, seededAt: at.toISOString() }),
  };
}

export const logIn = (path: string): string => join(path, "holdfast.log");

/** Whether the folder's tables are in the DynamoDB-compatible server at this address; a damaged folder doesn't know. */
export const hasTablesIn = (path: string, dynamodb: string): Promise<boolean> =>
  read(join(path, markerName)).then(
    (marker) => marker.dynamodb === dynamodb,
    () => false,
  );

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const isFile = await stat(path).then(
      (found) => !found.isDirectory(),
      () => false,
    );
    throw new CouldNotRun(
      isFile
        ? `${path} is a file, so it can't be the data folder.`
        : `The data folder ${path} can't be used: ${(cause as Error).message}`,
      { next: "Name a folder that you may write to, with --data.", cause },
    );
  }
}

const write = (file: string, marker: Marker): Promise<void> => writeFile(file, `${JSON.stringify(marker)}\n`);

async function read(file: string): Promise<Marker> {
  try {
    return v.parse(Marker, JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new CouldNotRun(`${file} is damaged or from another version of Holdfast.`, {
      next: "Start over with --fresh (it deletes the data in that folder), or name another folder with --data.",
      cause,
    });
  }
}

function refuseOtherDynamoDb(path: string, marker: Marker, asked: string | undefined): void {
  if (marker.dynamodb === asked) return;
  const name = (url: string | undefined) => (url ? `the DynamoDB at ${url}` : "the DynamoDB built in");
  throw new CouldNotRun(`The tables of ${path} are in ${name(marker.dynamodb)}, not in ${name(asked)}.`, {
    next: marker.dynamodb
      ? `Start with --dynamodb ${marker.dynamodb}, or use another folder with --data.`
      : "Start without --dynamodb, or use another folder with --data.",
  });
}
