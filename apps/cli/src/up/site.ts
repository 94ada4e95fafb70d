import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { CouldNotRun } from "../errors.ts";

export interface SiteOptions {
  /** The folder of the site's sources. */
  root: string;
  port: number;
  cacheDir: string;
  /** VITE_… */
  settings: Record<string, string>;
  log: (line: string) => void;
  /** Called when the server ends though nobody stopped it. */
  onEnd: (message: string) => void;
}

export interface Site {
  url: string;
  settings: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts Vite's development server on 127.0.0.1, in a process of its own. */
export async function startSite({ root, port, cacheDir, settings, log, onEnd }: SiteOptions): Promise<Site> {
  const child = fork(join(import.meta.dirname, "siteServer.ts"), [root, String(port), cacheDir], {
    env: { ...process.env, ...settings },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    execArgv: [],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => log(text.trimEnd()));
  }
  const ended = once(child, "exit");
  const answer = await Promise.race([
    once(child, "message").then(([message]) => message as { error?: string }),
    ended.then(([code]) => ({ error: `its process ended with code ${code}` })),
  ]);
  if (answer.error) {
    child.kill();
    throw new CouldNotRun(`The site can't be served: ${answer.error}`, {
      next: "Leave it out with --no-web, or look at the log in the data folder.",
    });
  }
  let isStopping = false;
  void ended.then(([code, signal]) => {
    if (!isStopping) onEnd(`The site's server ended (${signal ?? code}); the rest goes on.`);
  });
  return {
    url: `http://localhost:${port}`,
    settings,
    async stop() {
      isStopping = true;
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
    },
  };
}
