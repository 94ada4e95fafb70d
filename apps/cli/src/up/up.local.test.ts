import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { nodeOptions } from "../../../../packages/local-cloud/src/nodeOptions.mjs";
import type { Ready } from "./ready.ts";
import { freePort } from "./testing.ts";

// Synthesizing takes most of it; on a busy machine minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const launcher = join(import.meta.dirname, "../../bin/holdfast.mjs");

let base: string;
let dataDir: string;
let port: number;
let first: Awaited<ReturnType<typeof start>>;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "holdfast-up-"));
  dataDir = join(base, "data");
  port = await freePort();
  first = await start();
});
afterAll(async () => {
  first?.child.kill("SIGKILL");
  await rm(base, { recursive: true, force: true });
});

/** Runs a command to its end. */
const holdfast = (...args: string[]) => holdfastWith(process.env, ...args);

const holdfastWith = (env: NodeJS.ProcessEnv, ...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [launcher, "--data", dataDir, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });

/** Runs `up` without the site until it says that it is ready. */
async function start() {
  const args = [launcher, "up", "--json", "--no-web", "--port", String(port), "--data", dataDir];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  child.stdout.setEncoding("utf8");
  const line = once(child.stdout, "data").then(([text]) => String(text));
  const failed = ended.then(([code]) => {
    throw new Error(`up ended with ${code}: ${errors}`);
  });
  failed.catch(() => {});
  const { ready, error } = JSON.parse(await Promise.race([line, failed])) as { ready: Ready; error?: object };
  if (error) throw new Error(JSON.stringify(error));
  const stop = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await ended) as [code: number | null, signal: string | null];
  };
  return { child, ready, stop };
}

const isFree = async (): Promise<boolean> => {
  const server = createServer().listen(port, "127.0.0.1");
  const isListening = await once(server, "listening").then(
    () => true,
    () => false,
  );
  server.close();
  return isListening;
};

describe("up", () => {
  it("seeds, backs up and verifies the first time", () => {
    expect(first.ready.users.map(({ username }) => username)).toEqual(["ann", "bob"]);
    expect(first.ready.verification?.results.map(({ model, verdict }) => [model, verdict])).toEqual([
      ["Category", "PASSED"],
      ["Item", "PASSED"],
      ["ProtectedTable", "PASSED"],
      ["Verification", "PASSED"],
    ]);
    const restored = first.ready.verification?.results.map(({ restoredItems }) => restoredItems ?? 0);
    expect(Math.min(...restored!)).toBeGreaterThan(0);
  });

  it("runs in a Node that was started with the local cloud's options", () => {
    const command = execFileSync("ps", ["-o", "args=", "-p", String(first.child.pid)], { encoding: "utf8" });
    for (const option of nodeOptions) expect(command).toContain(` ${option} `);
  });

  it("refuses a second instance on the same data", async () => {
    const { code, stdout } = await holdfast("up", "--json", "--port", String(await freePort()));

    expect(code).toBe(2);
    expect(JSON.parse(stdout).error.message).toContain("already runs on this data folder");
  });

  it("refuses a port that is in use", async () => {
    const { code, stderr } = await holdfast("up", "--port", String(port), "--data", join(base, "other"));

    expect(code).toBe(2);
    expect(stderr).toContain(`Port ${port}, for the endpoint, is in use`);
  });
});

describe("verify", () => {
  it("fails a bad backup with the keys of what is wrong, and passes the next good one", async () => {
    const { missing, altered } = JSON.parse((await holdfast("break", "--json")).stdout);
    const bad = await holdfast("verify", "--table", "Item");
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain("FAILED  Item");
    expect(bad.stdout).toContain(missing);
    expect(bad.stdout).toContain(altered);

    expect((await holdfast("backup", "--table", "Item")).code).toBe(0);
    expect((await holdfast("verify", "--table", "Item")).code).toBe(0);
    const { points } = JSON.parse((await holdfast("points", "--table", "Item", "--json")).stdout);
    expect(points.map(({ verdict }: { verdict: string }) => verdict)).toEqual(["PASSED", "FAILED", "PASSED"]);
  });
});

describe("backup and verify", () => {
  it("pass all tables again, the one that every backup writes to as well", async () => {
    expect((await holdfast("backup")).code).toBe(0);
    const { code, stdout } = await holdfast("verify");
    expect(stdout).toContain("PASSED  ProtectedTable");
    expect(code).toBe(0);
  });
});

describe("a stage", () => {
  it("is found through its stacks alone, with credentials from the environment", async () => {
    const { endpoint, region, accessKeyId, secretAccessKey } = first.ready;
    const env = {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
    const { code, stdout } = await holdfastWith(env, "verify", "--stage", "local", "--table", "Category");

    expect(code).toBe(0);
    expect(stdout).toContain("PASSED  Category");
    expect((await holdfastWith(env, "points", "--stage", "prod")).stderr).toContain(
      "has no stack prod-holdfast-Api",
    );
  });
});

describe("the end", () => {
  it("starts again after a kill, with the same data, and without doing the first steps again", async () => {
    await first.stop("SIGKILL");
    expect((await holdfast("points")).stderr).toContain("Nothing is running");

    first = await start();
    expect(first.ready.verification).toBeUndefined();
    const { points } = JSON.parse((await holdfast("points", "--table", "Item", "--json")).stdout);
    expect(points).toHaveLength(4);
  });

  it("refuses data that is damaged, and names the way out", async () => {
    await cp(dataDir, join(base, "damaged"), { recursive: true });
    await rm(join(base, "damaged/lock"));
    await writeFile(join(base, "damaged/cloud/dynamodb/CURRENT"), "nonsense");
    const args = ["--json", "--no-web", "--port", String(await freePort()), "--data", join(base, "damaged")];
    const { code, stdout } = await holdfast("up", ...args);

    expect(code).toBe(2);
    expect(JSON.parse(stdout).error.next).toContain("--fresh");
  });

  it("stops everything on Ctrl-C and ends with 0", async () => {
    expect(await first.stop("SIGINT")).toEqual([0, null]);
    expect(await isFree()).toBe(true);
    expect(existsSync(join(dataDir, "connection.json"))).toBe(false);
  });
});
