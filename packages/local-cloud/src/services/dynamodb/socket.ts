import { mkdtemp, readdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface PrivateSocket {
  path: string;
  /** To be removed once the socket is closed. */
  folder?: string;
}

/** A Unix socket's path is at most 103 bytes long on macOS, 107 on Linux. */
const longestPath = 100;
const prefix = "holdfast-dynamodb-";

/**
 * A place for the socket of what keeps its data in `folder`: beside the folder, or in a temporary one when that path is too long.
 * Removes what a crash left there. The folder must be in no other program's use.
 */
export async function privateSocket(folder: string): Promise<PrivateSocket> {
  const path = `${resolve(folder)}.sock`;
  if (Buffer.byteLength(path) < longestPath) {
    await rm(path, { force: true });
    return { path };
  }
  await removeStale();
  const temporary = await mkdtemp(join(tmpdir(), prefix));
  return { path: join(temporary, "socket"), folder: temporary };
}

async function removeStale(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (name.startsWith(prefix) && (await isDead(join(folder, "socket"))))
      await rm(folder, { recursive: true, force: true });
  }
}

/** A socket that nobody listens on any more. One that isn't there may be about to be made. */
const isDead = (path: string): Promise<boolean> =>
  new Promise((settle) => {
    const connection = connect(path, () => {
      connection.destroy();
      settle(false);
    });
    connection.once("error", (error: NodeJS.ErrnoException) => settle(error.code === "ECONNREFUSED"));
  });
