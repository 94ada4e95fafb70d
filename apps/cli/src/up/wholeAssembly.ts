import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

const Manifest = v.object({
  artifacts: v.record(
    v.string(),
    v.object({ type: v.string(), properties: v.optional(v.record(v.string(), v.unknown())) }),
  ),
});
const Template = v.looseObject({ Resources: v.looseObject({}) });
const Assets = v.object({
  files: v.record(v.string(), v.object({ source: v.object({ path: v.optional(v.string()) }) })),
});

/** All that the manifest names is there, and the templates can be read: a full disk or a cleaner leaves less. */
export async function isWhole(assembly: string): Promise<boolean> {
  try {
    const { artifacts } = v.parse(Manifest, await readJson(join(assembly, "manifest.json")));
    const named = (type: string, property: string) =>
      Object.values(artifacts)
        .filter((artifact) => artifact.type === type)
        .map(({ properties }) => v.parse(v.string(), properties?.[property]));
    const files = named("aws:cloudformation:stack", "templateFile");
    if (files.length === 0) return false;
    for (const list of named("cdk:asset-manifest", "file")) {
      const assets = v.parse(Assets, await readJson(join(assembly, list)));
      files.push(...Object.values(assets.files).flatMap(({ source }) => source.path ?? []));
    }
    for (const file of files) {
      if (file.endsWith(".template.json")) v.parse(Template, await readJson(join(assembly, file)));
      else await access(join(assembly, file));
    }
    return true;
  } catch {
    return false;
  }
}

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, "utf8"));
