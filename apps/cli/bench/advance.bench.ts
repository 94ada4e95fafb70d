import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { options, promise, row, say, secondsOf } from "../../../packages/local-cloud/bench/figures.ts";
import { cloudTimeAt } from "../src/cloudTime.ts";
import type { Ready } from "../src/up/ready.ts";

const promisedSeconds = 60;
const promisedDays = 90;
const days = options.full ? promisedDays : 30;
const dayMs = 86_400_000;
/** Processes start and code gets warm: it's no day like the others. */
const warmUpDays = 2;

const data = await mkdtemp(join(tmpdir(), "holdfast-bench-"));
const main = join(import.meta.dirname, "../src/main.ts");
const command = [
  "up",
  "--data",
  join(data, "data"),
  "--port",
  String(await freePort()),
  "--no-web",
  "--json",
];
const up = spawn(process.execPath, [main, ...command], { stdio: ["ignore", "pipe", "inherit"] });
const exited = once(up, "exit");
const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stopped.abort());
try {
  const time = cloudTimeAt((await ready()).endpoint);
  let done: unknown;
  const advance = async (count: number) => {
    const { now } = await time.read();
    const to = new Date(Date.parse(now) + count * dayMs);
    const end = await time.advance(to, () => {}, stopped.signal);
    if (end.ended !== "reached") throw new Error(`The clock got to ${end.now} only.`);
    done = end.done;
  };
  say(`The app with its demo data, advanced by ${days} days: backups, expiries, verifications, watches.\n`);
  await advance(warmUpDays);
  const before = await cpuSeconds();
  const seconds = await secondsOf(() => advance(days));
  const cpu = (await cpuSeconds()) - before;
  row("seconds", seconds.toFixed(1));
  row("seconds a day", (seconds / days).toFixed(2));
  row(`${promisedDays} days at that rate, seconds`, ((seconds / days) * promisedDays).toFixed(0));
  if (before > 0) row("processor seconds a day, all processes", (cpu / days).toFixed(2));
  row("load of the machine, its processors", loadavg()[0]!.toFixed(1), availableParallelism());
  say(`\n${JSON.stringify(done)}\n`);
  const of90 = (seconds / days) * promisedDays;
  promise(
    `${promisedDays} days in under ${promisedSeconds} s on an idle machine`,
    of90 < promisedSeconds,
    `${of90.toFixed(0)} s`,
  );
} finally {
  up.kill("SIGINT");
  await exited;
  await rm(data, { recursive: true, force: true });
}

async function ready(): Promise<Ready> {
  for await (const line of createInterface({ input: up.stdout }))
    if (line.startsWith('{"ready"')) return JSON.parse(line).ready;
  throw new Error("The local cloud ended before it was ready: see what it said above.");
}

/** Of the cloud and its functions' processes, as Linux counts it; elsewhere 0. */
async function cpuSeconds(): Promise<number> {
  const all = await readdir("/proc").catch(() => []);
  const stats = await Promise.all(
    all
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")),
  );
  // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: in hundredths of a second.
  const processes = stats.filter(Boolean).map((stat) => {
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid: Number.parseInt(stat, 10), parent: Number(fields[1]), ticks };
  });
  const ours = new Set([up.pid]);
  for (const { pid, parent } of processes.sort((a, b) => a.pid - b.pid)) if (ours.has(parent)) ours.add(pid);
  return processes.filter(({ pid }) => ours.has(pid)).reduce((sum, { ticks }) => sum + ticks / 100, 0);
}

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
