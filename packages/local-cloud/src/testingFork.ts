import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { nodeOptions } from "./nodeOptions.mjs";

export interface ForkedCloud {
  /** What any AWS SDK client takes to talk to it as its administrator. */
  client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  /** Its memory in bytes: now, and at most since the last call. */
  memory(): Promise<{ now: number; peak: number }>;
  /** `kill -9`: resolves when it has ended. */
  kill(): Promise<void>;
}

/**
 * Starts a local cloud in a process of its own, which ends with this one. Throws what the cloud says when it can't
 * start. An aborted signal kills it, started or not.
 */
export async function forkCloud(
  assembly: string,
  dataDir: string,
  { dynamodbUrl, signal }: { dynamodbUrl?: string; signal?: AbortSignal } = {},
): Promise<ForkedCloud> {
  const child = fork(
    new URL("./testingProcess.ts", import.meta.url).pathname,
    [assembly, dataDir, ...(dynamodbUrl ? [dynamodbUrl] : [])],
    { stdio: ["ignore", "ignore", "pipe", "ipc"], execArgv: nodeOptions },
  );
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  signal?.addEventListener("abort", kill, { once: true });
  let said = "";
  child.stderr!.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  const client = await answer<ForkedCloud["client"]>(child).catch((cause) => {
    throw new Error(`The local cloud didn't start: ${said}`, { cause });
  });
  return {
    client,
    async memory() {
      child.send("memory");
      return answer(child);
    },
    kill,
  };
}

const answer = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`It ended with ${code}.`));
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      resolve(message as T);
    });
  });
