import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { synthesize } from "./synthesize.ts";

const writesAssembly = `
  import { mkdirSync, writeFileSync } from "node:fs";
  const out = process.argv[process.argv.indexOf("--out") + 1];
  mkdirSync(out);
  writeFileSync(out + "/manifest.json", process.argv.slice(2).join(" "));
`;

let root: string;
const once = (signal = new AbortController().signal, log = (_line: string) => {}) =>
  synthesize({ root, assembly: join(root, "out/assembly"), signal, log });
const setScript = (text: string) => writeFile(join(root, "stacks/synth.ts"), text);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "holdfast-synth-"));
  await mkdir(join(root, "stacks"));
  await mkdir(join(root, "packages/data-model"), { recursive: true });
  await setScript(writesAssembly);
});
afterEach(() => rm(root, { recursive: true, force: true }));

it("synthesizes the local stage into the folder", async () => {
  expect(await once()).toBe("synthesized");
  expect(await readFile(join(root, "out/assembly/manifest.json"), "utf8")).toBe(
    `--stage local --out ${join(root, "out/assembly")}`,
  );
});

it("keeps the assembly while its sources are the same", async () => {
  await once();
  await writeFile(join(root, "stacks/api.test.ts"), "");

  expect(await once()).toBe("unchanged");
});

it("synthesizes again when a source changes, comes or goes", async () => {
  const schema = join(root, "packages/data-model/schema.graphql");
  await once();

  await writeFile(schema, "type A");
  expect(await once()).toBe("synthesized");
  await writeFile(schema, "type B");
  expect(await once()).toBe("synthesized");
  await rm(schema);
  expect(await once()).toBe("synthesized");
});

it("shows what the synthesis said when it fails, and tries again the next time", async () => {
  await setScript(`console.error("Api: no such model"); process.exit(1);`);
  await expect(once()).rejects.toThrow("The stacks can't be synthesized:\nApi: no such model");

  await setScript(writesAssembly);
  expect(await once()).toBe("synthesized");
});

it("ends the synthesis on Ctrl-C", async () => {
  await setScript(`console.log("begun"); setInterval(() => {}, 1000);`);
  const interruption = new AbortController();

  const running = once(interruption.signal, () => interruption.abort());
  await expect(running).rejects.toThrow("Stopped while the stacks were being synthesized.");
});

it("begins no synthesis after Ctrl-C", async () => {
  await expect(once(AbortSignal.abort())).rejects.toThrow("Stopped while");
});
