import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of each stage's assembly. */
    assemblies: Record<"local" | "prod", string>;
  }
}

/** The stacks of a stage that lasts and of one that doesn't, once for all tests. Their code isn't built. */
export default async function ({ provide }: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-stacks-"));
  process.chdir(resolve(import.meta.dirname, "../.."));
  process.env.JSII_DEPRECATED = "quiet";
  const { makeApp } = await import("../synthesize.ts");
  const synth = (stage: string, site: boolean) => {
    const out = join(folder, stage);
    makeApp({ stage, out, site, account: "123456789012" }, `${out}.work`).synth();
    return out;
  };
  provide("assemblies", { local: synth("local", false), prod: synth("prod", true) });
  return () => rm(folder, { recursive: true, force: true });
}
