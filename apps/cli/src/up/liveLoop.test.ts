import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Update } from "@holdfast/local-cloud";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type LiveLoop, startLiveLoop } from "./liveLoop.ts";
import type { Rebuild } from "./rebuilder.ts";
import { synthesize } from "./synthesize.ts";
import { watchSources } from "./watch.ts";

// Fails on what says so; else it writes the least that is an assembly, with the sources it saw.
const script = `
  import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
  const out = process.argv[process.argv.indexOf("--out") + 1];
  const api = readFileSync("stacks/api.ts", "utf8");
  if (api.includes("broken")) { console.error("api.ts: it is broken"); process.exit(1); }
  if (api.includes("endless")) setInterval(() => {}, 1000);
  else {
    mkdirSync(out);
    const write = (file, content) => writeFileSync(out + "/" + file, JSON.stringify(content));
    write("manifest.json", { artifacts: {
      Api: { type: "aws:cloudformation:stack", properties: { templateFile: "Api.template.json" } } } });
    write("Api.template.json", { Resources: {}, api });
  }
`;

let root: string;
let loop: LiveLoop;
let told: string[];
let deployed: string[];
let generated: number;
let rebuild: (asked: Rebuild) => Promise<boolean>;
let answer: () => Promise<Update>;

const write = (file: string, text: string) => writeFile(join(root, file), text);
/** As most editors save: another file takes the old one's place. */
async function save(file: string, text: string): Promise<void> {
  await write(`${file}.tmp`, text);
  await rename(join(root, `${file}.tmp`), join(root, file));
}
const tells = (text: string | RegExp) =>
  vi.waitFor(() => expect(told.join("\n")).toMatch(text), { timeout: 30_000 });

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "holdfast-live-"));
  for (const folder of ["stacks", "packages/data-model", "apps/restore-verifier/src"]) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await write("stacks/synth.ts", script);
  await write("stacks/api.ts", "one");
  await write("packages/data-model/schema.graphql", "type A");
  [told, deployed, generated] = [[], [], 0];
  rebuild = async () => false;
  answer = async () => ({
    changes: [{ change: "changed", type: "AWS::Lambda::Function", source: "App/Function" }],
    warnings: [],
  });
  const synth = join(root, ".data/synth");
  const running = await synthesize({ root, folder: synth, signal: new AbortController().signal, log() {} });
  loop = startLiveLoop({
    root,
    synth,
    running,
    async update(assembly) {
      const update = await answer();
      deployed.push(JSON.parse(await readFile(join(assembly, "Api.template.json"), "utf8")).api);
      return update;
    },
    rebuilder: { rebuild: (asked) => rebuild(asked), stop: async () => {} },
    async generate() {
      generated++;
      await write("packages/data-model/types.ts", `of ${generated}`);
    },
    updated: async () => {},
    watch: (onChange) => watchSources(root, onChange, (error) => told.push(error.message)),
    log() {},
    tell: (text) => void told.push(text),
    now: Date.now,
  });
});
afterEach(async () => {
  await loop.stop();
  await rm(root, { recursive: true, force: true });
});

it("applies what is saved, again and again, and says how long it took and what is different", async () => {
  for (const version of ["two", "three", "four"]) {
    told = [];
    await save("stacks/api.ts", version);
    await tells(/^stacks\/api\.ts changed: synthesizing…\nApplied in \d+\.\d s: 1 function changed\.$/);
  }
  expect(deployed).toEqual(["two", "three", "four"]);
  expect((await readdir(join(root, ".data/synth"))).length).toBe(2);
});

it("sees files in folders that are new", async () => {
  await mkdir(join(root, "apps/restore-verifier/src/new"));
  await write("apps/restore-verifier/src/new/handler.ts", "1");
  await tells("Applied in");
  told = [];
  await write("apps/restore-verifier/src/new/handler.ts", "2");
  await tells("apps/restore-verifier/src/new/handler.ts changed");
});

it("takes what changed while it applied something else", async () => {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  answer = () => held.then(() => ({ changes: [], warnings: ["A table is kept."] }));
  await write("stacks/api.ts", "two");
  await tells("synthesizing");
  await write("stacks/api.ts", "three");
  await new Promise((resolve) => setTimeout(resolve, 500));
  go();
  await vi.waitFor(() => expect(deployed.at(-1)).toBe("three"), { timeout: 30_000 });
  await tells("! A table is kept.");
});

it("says why something can't be synthesized, goes on with the old, and takes it once it is mended", async () => {
  await write("stacks/api.ts", "broken");
  await tells(/api\.ts: it is broken\n.*\n?It isn't applied: what ran before goes on\./);
  expect(deployed).toEqual([]);
  await write("stacks/api.ts", "two");
  await tells("Applied in");
  expect(deployed).toEqual(["two"]);
});

it("says why something can't be deployed, and when the sources are as before", async () => {
  answer = async () => {
    throw new Error("no such table");
  };
  await write("stacks/api.ts", "two");
  await tells("The stacks can't be deployed: no such table\nIt isn't applied");
  await write("stacks/api.ts", "one");
  await tells("The sources are again as what runs.");
});

it("makes anew what comes from the schema, before the stacks, and only then", async () => {
  await write("stacks/api.ts", "two");
  await tells("Applied in");
  expect(generated).toBe(0);
  told = [];
  await save("packages/data-model/schema.graphql", "type B");
  await tells("Applied in");
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(generated).toBe(1);
  expect(deployed).toEqual(["two", "two"]);
});

it("bundles functions without a synthesis where only they have changed", async () => {
  const asked: Rebuild[] = [];
  rebuild = async (one) => {
    asked.push(one);
    if (one.changed.some((file) => file.startsWith("stacks/"))) return false;
    await cp(one.from, one.to, { recursive: true });
    await writeFile(join(one.to, "Api.template.json"), JSON.stringify({ Resources: {}, api: "bundled" }));
    return true;
  };
  await save("apps/restore-verifier/src/sweep.ts", "1");
  await tells(
    /^apps\/restore-verifier\/src\/sweep\.ts changed\.\nApplied in \d+\.\d s: 1 function changed\.$/,
  );
  expect(deployed).toEqual(["bundled"]);
  expect(asked).toMatchObject([{ changed: ["apps/restore-verifier/src/sweep.ts"] }]);
  told = [];
  await save("stacks/api.ts", "two");
  await tells("stacks/api.ts changed: synthesizing…\nApplied in");
  expect(deployed).toEqual(["bundled", "two"]);
});

it("says why functions can't be bundled, goes on with the old, and takes them once they are mended", async () => {
  rebuild = async () => {
    throw new Error("sweep.ts: expected an expression");
  };
  await save("apps/restore-verifier/src/sweep.ts", "1 +");
  await tells(/expected an expression\nIt isn't applied: what ran before goes on\./);
  rebuild = async () => false;
  told = [];
  await save("apps/restore-verifier/src/sweep.ts", "1 + 1");
  await tells("Applied in");
});

it("is quiet about what is no source", async () => {
  await write("stacks/api.test.ts", "1");
  await mkdir(join(root, "stacks/node_modules"));
  await write("stacks/node_modules/x.ts", "1");
  await write("stacks/api.ts", "one");
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(told).toEqual([]);
});

it("ends a synthesis under way when it is stopped", async () => {
  await write("stacks/api.ts", "endless");
  await tells("synthesizing");
  await new Promise((resolve) => setTimeout(resolve, 300));
  await loop.stop();
  expect(told).toHaveLength(1);
});
