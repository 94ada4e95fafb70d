import { createServer } from "node:net";
import { CouldNotRun } from "../errors.ts";

/** Refuses before anything is started when a port can't be listened on at 127.0.0.1. */
export async function refuseTakenPort(port: number, use: string): Promise<void> {
  const error = await tryToListen(port);
  if (!error) return;
  const reason =
    error.code === "EADDRINUSE" ? "is in use by another program" : `can't be used: ${error.message}`;
  throw new CouldNotRun(`Port ${port}, for ${use}, ${reason}.`, {
    next: "Stop that program, or choose another port with --port (the site takes the one after it).",
    cause: error,
  });
}

const tryToListen = (port: number): Promise<NodeJS.ErrnoException | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", resolve);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(undefined)));
  });
