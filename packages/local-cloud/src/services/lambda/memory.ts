import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const everyMs = 100;
const run = promisify(execFile);

/** A process's memory in MiB, now and at most so far. */
export interface Memory {
  readonly mostMb: number;
  stop(): void;
}

/**
 * Looks at the memory that a process has, ten times a second. Lambda's limit is of all that an environment has, not of
 * JavaScript's heap alone.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export function watchMemory(pid: number, limitMb: number, onExceed: () => void): Memory {
  let mostMb = 0;
  let stopped = false;
  const look = async () => {
    const mb = await residentMb(pid);
    if (stopped || mb === undefined) return;
    mostMb = Math.max(mostMb, mb);
    if (mb > limitMb) onExceed();
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return {
    get mostMb() {
      return mostMb;
    },
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}

/** Undefined for a process that is gone. */
async function residentMb(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === "linux") {
      const status = await readFile(`/proc/${pid}/status`, "utf8");
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
    }
    const { stdout } = await run("ps", ["-o", "rss=", "-p", String(pid)]);
    return Number(stdout) / 1024;
  } catch {
    return undefined;
  }
}
