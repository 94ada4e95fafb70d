import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

/** What `holdfast up --json` says once everything runs. */
export interface Ready {
  siteUrl: string;
  inboxUrl: string;
  dataDir: string;
  users: { username: string; password: string }[];
}

const holdfast = join(import.meta.dirname, "../../cli/bin/holdfast.mjs");

/** Runs everything on the data folder, as `npm start` does; resolves when the site can be used. */
export const up = async (dataDir: string) => {
  const port = await freePorts();
  const command = spawn(
    process.execPath,
    [holdfast, "up", "--json", "--data", dataDir, "--port", String(port)],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const errors: string[] = [];
  command.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  const ended = once(command, "exit").then(([code]) => {
    throw new Error(`holdfast up ended with code ${code}:\n${errors.join("")}`);
  });

  const ready = await Promise.race([readyLine(command.stdout), ended]);
  const stop = async () => {
    command.kill("SIGINT");
    await ended.catch(() => {});
  };
  return { ready, stop };
};

const readyLine = async (stdout: NodeJS.ReadableStream): Promise<Ready> => {
  for await (const line of createInterface({ input: stdout })) {
    if (line.startsWith('{"ready":')) return (JSON.parse(line) as { ready: Ready }).ready;
  }
  return new Promise(() => {});
};

/** A port that is free and followed by a free one: `up` takes both. */
const freePorts = async (): Promise<number> => {
  const first = await listen(0);
  const { port } = first.address() as { port: number };
  const second = await listen(port + 1).catch(() => undefined);
  await Promise.all([first, second].map((server) => server && promisify(server.close).call(server)));
  return second ? port : freePorts();
};

const listen = async (port: number): Promise<Server> => {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
};

/** Runs the `holdfast` command on the same data folder; rejects when its exit code isn't 0. */
export const command = async ({ dataDir }: Ready, ...words: string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [holdfast, ...words, "--data", dataDir]);
  return stdout;
};
