import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** Stands in for npm: writes what it was asked, then installs, fails or hangs as the test says. */
const fakeNpm = `
  const { appendFileSync, mkdirSync, writeFileSync } = require("node:fs");
  appendFileSync("asked", process.argv.slice(2).join(" ") + "\\n");
  const { FAKE_NPM: behaviour = "install" } = process.env;
  if (behaviour === "hang") { process.stderr.write("begun"); setInterval(() => {}, 1000); }
  else if (behaviour !== "install") { console.error("npm error " + behaviour); process.exit(1); }
  else {
    mkdirSync("node_modules/node/bin", { recursive: true });
    writeFileSync("node_modules/node/bin/node", "");
  }
`;

let root: string;

const write = (path: string, content: unknown) =>
  writeFile(join(root, path), typeof content === "string" ? content : JSON.stringify(content));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "holdfast-setup-"));
  await mkdir(join(root, "apps/cli"), { recursive: true });
  await copyFile(join(import.meta.dirname, "../setup.mjs"), join(root, "apps/cli/setup.mjs"));
  await write("package.json", { workspaces: ["apps/*"], dependencies: { left: "^1.0.0" } });
  await write("apps/cli/package.json", { name: "cli" });
  await write("package-lock.json", {
    packages: {
      "": { dependencies: { left: "^1.0.0" } },
      "apps/cli": {},
      "node_modules/left": { version: "1.0.1" },
    },
  });
  await write("npm.cjs", fakeNpm);
});
afterEach(() => rm(root, { recursive: true, force: true }));

function begin(behaviour = "install") {
  const child = spawn(process.execPath, [join(root, "apps/cli/setup.mjs")], {
    env: {
      ...process.env,
      npm_execpath: join(root, "npm.cjs"),
      npm_node_execpath: process.execPath,
      FAKE_NPM: behaviour,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const end = once(child, "close").then(([code]) => ({ code: code as number, said }));
  return { child, end };
}

const setUp = (behaviour?: string) => begin(behaviour).end;
const asked = async () =>
  (await readFile(join(root, "asked"), "utf8").catch(() => "")).trim().split("\n").filter(Boolean);

describe("setup", () => {
  it("installs what the lock file says, and says how long it took", async () => {
    const { code, said } = await setUp();

    expect(code).toBe(0);
    expect(await asked()).toEqual([expect.stringMatching(/^ci /)]);
    expect(said).toMatch(/Installing 1 packages[\s\S]*Installed in \d+ s\./);
  });

  it("does nothing and says nothing the next time", async () => {
    await setUp();

    expect(await setUp()).toEqual({ code: 0, said: "" });
    expect(await asked()).toHaveLength(1);
  });

  it.each([
    ["the lock file changes", "package-lock.json", { packages: {} }],
    ["a workspace's dependencies change", "apps/cli/package.json", { dependencies: { right: "1.0.0" } }],
  ])("installs again when %s", async (_, path, content) => {
    await setUp();
    await write(path, content);

    await setUp();
    expect(await asked()).toHaveLength(2);
  });

  it("installs nothing when only a script changes", async () => {
    await setUp();
    await write("apps/cli/package.json", { name: "cli", scripts: { test: "vitest" } });

    await setUp();
    expect(await asked()).toHaveLength(1);
  });

  it("installs again when the packages were deleted", async () => {
    await setUp();
    await rm(join(root, "node_modules"), { recursive: true });

    await setUp();
    expect(await asked()).toHaveLength(2);
  });

  it("accepts what npm install has brought, and no other versions", async () => {
    const installed = (version: string) =>
      write("node_modules/.package-lock.json", { packages: { "node_modules/left": { version } } });
    await mkdir(join(root, "node_modules/node/bin"), { recursive: true });
    await write("node_modules/node/bin/node", "");
    await installed("1.0.1");
    expect(await setUp()).toEqual({ code: 0, said: "" });

    await rm(join(root, "node_modules/.holdfast-installed"));
    await installed("1.0.0");
    await setUp();
    expect(await asked()).toHaveLength(1);
  });

  it.each([
    ["code ENOTFOUND", "The package registry can't be reached."],
    ["code EACCES", "There's no permission to write where npm wants to."],
    ["code ENOTEMPTY", "another program uses or changes them"],
    ["code ENOSPC", "The disk is full."],
    ["code EUSAGE", "package.json and package-lock.json don't agree."],
    ["code EINTEGRITY", "isn't the one the lock file names"],
    ["something new", "npm ci failed:\nnpm error something new"],
  ])("explains npm's %s, and tries again the next time", async (behaviour, message) => {
    const { code, said } = await setUp(behaviour);

    expect(code).toBe(2);
    expect(said).toContain(message);
    expect((await setUp()).code).toBe(0);
  });

  it("refuses to install while another one does", async () => {
    const { child, end } = begin("hang");
    while (!(await asked()).length) await new Promise((resolve) => setTimeout(resolve, 20));

    const second = await setUp();
    expect(second.code).toBe(2);
    expect(second.said).toContain(`being installed already, by process ${child.pid}`);
    child.kill("SIGINT");
    await end;
    expect((await setUp()).code).toBe(0);
  });

  it("ends npm on Ctrl-C, and installs the next time", async () => {
    const { child, end } = begin("hang");
    while (!(await asked()).length) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");

    expect((await end).code).toBe(130);
    expect(existsSync(join(root, "node_modules/.holdfast-installed"))).toBe(false);
  });
});
