import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { CouldNotRun } from "./errors.ts";
import { isRunning, ProcessIdentity } from "./processIdentity.ts";

const Connection = v.object({
  ...ProcessIdentity.entries,
  endpoint: v.pipe(v.string(), v.url()),
  region: v.string(),
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  stage: v.string(),
  siteUrl: v.optional(v.string()),
});

/** How to reach a running local cloud; `holdfast up` leaves it in the data folder while it runs. */
export type Connection = v.InferOutput<typeof Connection>;

const fileIn = (dataDir: string): string => join(dataDir, "connection.json");

export async function writeConnection(dataDir: string, connection: Connection): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const unfinished = `${fileIn(dataDir)}.new`;
  await rm(unfinished, { force: true });
  await writeFile(unfinished, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, fileIn(dataDir));
}

export const removeConnection = (dataDir: string): Promise<void> => rm(fileIn(dataDir), { force: true });

/** Throws CouldNotRun when no local cloud runs on this data folder. */
export async function readConnection(dataDir: string): Promise<Connection> {
  const nothingRuns = (cause?: unknown) =>
    new CouldNotRun(`Nothing is running on ${dataDir}.`, {
      next: "Start the local cloud in another terminal (npm start), or name a deployed stage with --stage.",
      cause,
    });
  const text = await readFile(fileIn(dataDir), "utf8").catch((error) => {
    throw nothingRuns(error);
  });
  let connection: Connection;
  try {
    connection = v.parse(Connection, JSON.parse(text));
  } catch (cause) {
    throw new CouldNotRun(`${fileIn(dataDir)} can't be read as a connection.`, {
      next: "Stop the local cloud and start it again: it writes the file anew.",
      cause,
    });
  }
  if (!isRunning(connection)) throw nothingRuns();
  return connection;
}
