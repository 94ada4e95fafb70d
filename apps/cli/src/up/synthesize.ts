import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { CouldNotRun, Interrupted } from "../errors.ts";

export interface Synthesis {
  /** The workspace's root. */
  root: string;
  assembly: string;
  signal: AbortSignal;
  log: (line: string) => void;
}

/** Everything that the stacks are made of. Too much costs a synthesis too many; too little would run old stacks. */
const sources = [
  "stacks",
  "packages/backup-policy",
  "packages/data-model",
  "packages/restore-check",
  "apps/restore-verifier",
  "sst.config.ts",
  "package-lock.json",
];
const skipped = /^(node_modules|dist|\..*|.*\.test\.ts)$/;

/** Synthesizes the stacks for this machine, unless the assembly is already that of the same sources. */
export async function synthesize(synthesis: Synthesis): Promise<"synthesized" | "unchanged"> {
  const { root, assembly } = synthesis;
  // A folder of its own: what an interrupted synthesis leaves beside the assembly goes with it.
  const folder = dirname(assembly);
  const madeOf = join(folder, "sources.sha256");
  const hash = await hashOf(root);
  const isMadeOfThese = (await readFile(madeOf, "utf8").catch(() => "")).trim() === hash;
  if (isMadeOfThese && (await isWhole(assembly))) return "unchanged";
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await runSynth(synthesis);
  await writeFile(madeOf, `${hash}\n`);
  return "synthesized";
}

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
async function isWhole(assembly: string): Promise<boolean> {
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

async function hashOf(root: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await Promise.all(sources.map((source) => filesIn(root, source)))).flat()) {
    hash.update(`${file}\n`).update(await readFile(join(root, file)));
  }
  return hash.digest("hex");
}

async function filesIn(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch((error) => {
    if (error.code === "ENOTDIR") return undefined;
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (!entries) return [path];
  const kept = entries.filter(({ name }) => !skipped.test(name)).map(({ name }) => `${path}/${name}`);
  return (await Promise.all(kept.sort().map((one) => filesIn(root, one)))).flat();
}

const interrupted = "Stopped while the stacks were being synthesized.";

/** In a process of its own: SST keeps global state, and its memory is not needed afterwards. */
function runSynth({ root, assembly, signal, log }: Synthesis): Promise<void> {
  if (signal.aborted) return Promise.reject(new Interrupted(interrupted));
  const script = join(root, "stacks/synth.ts");
  const child = spawn(process.execPath, [script, "--stage", "local", "--out", assembly], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      lines.push(...text.trimEnd().split("\n"));
      log(text.trimEnd());
    });
  }
  return new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) return reject(new Interrupted(interrupted));
      if (code === 0) return resolve();
      reject(
        new CouldNotRun(`The stacks can't be synthesized:\n${lines.slice(-15).join("\n")}`, {
          next: `See it alone with: node stacks/synth.ts --stage local --out ${assembly}`,
        }),
      );
    });
  });
}
