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
  assembly: string;
  log: string;
  isSeeded: boolean;
  markSeeded(at: Date): Promise<void>;
  release(): Promise<void>;
}

export interface OpenOptions {
  fresh: boolean;
  dynamodb: string | undefined;
  self: ProcessIdentity;
}

const markerName = ".holdfast-data";
const lockName = "lock";

/** Opens or makes a data folder and locks it for this process. Throws CouldNotRun and leaves it as it was otherwise. */
export async function openDataFolder(
  path: string,
  { fresh, dynamodb, self }: OpenOptions,
): Promise<DataFolder> {
  const marker = join(path, markerName);
  await makeFolder(path);
  const entries = await readdir(path);
  if (entries.length > 0 && !entries.includes(markerName)) {
    throw new CouldNotRun(`${path} holds files that aren't Holdfast's; it isn't touched.`, {
      next: "Name a folder that is empty or doesn't exist yet, with --data.",
    });
  }
  if (!entries.includes(markerName)) await write(marker, { version: 1, ...(dynamodb && { dynamodb }) });
  const release = await lockFolder(join(path, lockName), self);
  try {
    if (fresh) {
      const disposable = (await readdir(path)).filter((name) => name !== markerName && name !== lockName);
      for (const name of disposable) await rm(join(path, name), { recursive: true, force: true });
      await write(marker, { version: 1, ...(dynamodb && { dynamodb }) });
    }
    const content = await read(marker);
    refuseOtherDynamoDb(path, content, dynamodb);
    return {
      path,
      cloud: join(path, "cloud"),
      assembly: join(path, "assembly"),
      log: join(path, "holdfast.log"),
      isSeeded: content.seededAt !== undefined,
      markSeeded: (at) => write(marker, { ...content, seededAt: at.toISOString() }),
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

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
