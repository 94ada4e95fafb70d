import { mkdtemp, readdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const prefix = "holdfast-dynamodb-";

/**
 * A temporary folder of its own for a socket, and the socket's path: not in the data folder, whose path may be too
 * long for a socket and which can be copied while in use. Removes the folders that killed servers left behind.
 */
export async function privateSocket(): Promise<{ path: string; folder: string }> {
  await removeStale();
  const folder = await mkdtemp(join(tmpdir(), prefix));
  return { path: join(folder, "socket"), folder };
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
