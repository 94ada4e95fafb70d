import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { synthesize } from "./synthesize.ts";

const writesAssembly = `
  import { mkdirSync, writeFileSync } from "node:fs";
  const out = process.argv[process.argv.indexOf("--out") + 1];
  mkdirSync(out);
  const write = (file, content) => writeFileSync(out + "/" + file, JSON.stringify(content));
  const properties = { templateFile: "Api.template.json" };
  write("manifest.json", {
    artifacts: {
      Api: { type: "aws:cloudformation:stack", properties },
      "Api.assets": { type: "cdk:asset-manifest", properties: { file: "Api.assets.json" } },
    },
  });
  const sources = ["Api.template.json", "Item.nested.template.json", "asset.vtl"];
  write("Api.assets.json", { files: sources.map((path) => ({ source: { path } })) });
  write("Item.nested.template.json", { Resources: {} });
  write("asset.vtl", "");
  write("Api.template.json", { Resources: {} });
  write("asked", process.argv.slice(2).join(" "));
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
  expect(JSON.parse(await readFile(join(root, "out/assembly/asked"), "utf8"))).toBe(
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

it.each([
  ["an empty manifest", "manifest.json", ""],
  ["a manifest cut short", "manifest.json", '{"artifacts":'],
  ["a manifest of no stacks", "manifest.json", '{"artifacts":{}}'],
  ["a manifest that is something else", "manifest.json", "[]"],
  ["an empty template", "Api.template.json", ""],
  ["an empty nested template", "Item.nested.template.json", ""],
  ["a garbled list of assets", "Api.assets.json", "\0\0"],
  ["a template that is something else", "Api.template.json", "null"],
])("synthesizes again when the assembly has %s", async (_, file, content) => {
  await once();
  await writeFile(join(root, "out/assembly", file), content);

  expect(await once()).toBe("synthesized");
  expect(await once()).toBe("unchanged");
});

it.each(["", "manifest.json", "Api.template.json", "Api.assets.json", "asset.vtl"])(
  "synthesizes again when the assembly's file %j is gone",
  async (file) => {
    await once();
    await rm(join(root, "out/assembly", file), { recursive: true });

    expect(await once()).toBe("synthesized");
  },
);

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
