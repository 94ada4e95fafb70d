import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { removeOthers, synthesize } from "./synthesize.ts";

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
  synthesize({ root, folder: join(root, "out"), signal, log });
const outcome = async () => (await once()).outcome;
const setScript = (text: string) => writeFile(join(root, "stacks/synth.ts"), text);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "holdfast-synth-"));
  await mkdir(join(root, "stacks"));
  await mkdir(join(root, "packages/data-model"), { recursive: true });
  await setScript(writesAssembly);
});
afterEach(() => rm(root, { recursive: true, force: true }));

it("synthesizes the local stage into the folder", async () => {
  const { assembly, outcome } = await once();
  expect(outcome).toBe("synthesized");
  expect(JSON.parse(await readFile(join(assembly, "asked"), "utf8"))).toBe(
    `--stage local --out ${assembly}.unfinished`,
  );
  expect(await readdir(join(root, "out"))).toEqual([basename(assembly)]);
});

it("keeps the assembly while its sources are the same", async () => {
  await once();
  await writeFile(join(root, "stacks/api.test.ts"), "");

  expect(await outcome()).toBe("unchanged");
});

it("synthesizes again when a source changes, comes or goes", async () => {
  const schema = join(root, "packages/data-model/schema.graphql");
  await once();

  await writeFile(schema, "type A");
  expect(await outcome()).toBe("synthesized");
  await writeFile(schema, "type B");
  expect(await outcome()).toBe("synthesized");
  await writeFile(join(root, "stacks/api.ts"), "");
  expect(await outcome()).toBe("synthesized");
  await rm(schema);
  expect(await outcome()).toBe("synthesized");
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
  const { assembly } = await once();
  await writeFile(join(assembly, file), content);

  expect(await outcome()).toBe("synthesized");
  expect(await outcome()).toBe("unchanged");
});

it.each(["", "manifest.json", "Api.template.json", "Api.assets.json", "asset.vtl"])(
  "synthesizes again when the assembly's file %j is gone",
  async (file) => {
    const { assembly } = await once();
    await rm(join(assembly, file), { recursive: true });

    expect(await outcome()).toBe("synthesized");
  },
);

it("never gives an assembly of sources that changed while it was made", async () => {
  const schema = join(root, "packages/data-model/schema.graphql");
  await writeFile(schema, "type A");
  const changesItself = `
    import { readFileSync } from "node:fs";
    if (readFileSync(${JSON.stringify(schema)}, "utf8") === "type A") writeFileSync(${JSON.stringify(schema)}, "type B");
  `;
  await setScript(writesAssembly + changesItself);
  const { digests } = await once();
  await writeFile(schema, "type A");

  expect((await once()).digests.get("packages/data-model/schema.graphql")).toBe(
    digests.get("packages/data-model/schema.graphql"),
  );
});

it("removes the assemblies that nothing uses", async () => {
  const { assembly } = await once();
  await mkdir(join(root, "out/older"));
  await removeOthers(join(root, "out"), [assembly]);

  expect(await readdir(join(root, "out"))).toEqual([basename(assembly)]);
});

it("shows what the synthesis said when it fails, and tries again the next time", async () => {
  await setScript(`console.error("Api: no such model"); process.exit(1);`);
  await expect(once()).rejects.toThrow("The stacks can't be synthesized:\nApi: no such model");

  await setScript(writesAssembly);
  expect(await outcome()).toBe("synthesized");
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
