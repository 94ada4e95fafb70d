import { spawn } from "node:child_process";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { CouldNotRun, Interrupted } from "../errors.ts";
import type { Rebuilder } from "./rebuilder.ts";
import { changedFiles, digestOfAll, digestsOf } from "./sources.ts";
import { isWhole } from "./wholeAssembly.ts";

export interface Synthesis {
  /** The workspace's root. */
  root: string;
  /** The folder of the assemblies. Each has the name of what it is made of. */
  folder: string;
  signal: AbortSignal;
  log: (line: string) => void;
}

export interface Synthesized {
  assembly: string;
  outcome: "synthesized" | "unchanged";
  /** What it is made of, file by file. */
  digests: Map<string, string>;
}

/** Synthesizes the stacks for this machine, unless there is an assembly of the same sources. */
export async function synthesize(synthesis: Synthesis): Promise<Synthesized> {
  const { root, folder } = synthesis;
  for (;;) {
    const digests = await digestsOf(root);
    const name = nameOf(digests);
    const assembly = join(folder, name);
    if (await isWhole(assembly)) return { assembly, outcome: "unchanged", digests };
    // Aside, until it is whole: what an interrupted synthesis leaves is never taken for an assembly.
    const aside = join(folder, `${name}.unfinished`);
    await mkdir(folder, { recursive: true });
    await rm(aside, { recursive: true, force: true });
    await runSynth({ ...synthesis, out: aside });
    // Made of two versions of the sources, it would be of neither.
    if (nameOf(await digestsOf(root)) !== name) continue;
    await rm(assembly, { recursive: true, force: true });
    await rename(aside, assembly);
    return { assembly, outcome: "synthesized", digests };
  }
}

interface FunctionsRebuild extends Pick<Synthesis, "root" | "folder"> {
  running: Synthesized;
  rebuild: Rebuilder["rebuild"];
}

/** The same of sources in which only the code of functions has changed since; nothing where more has, or may have. */
export async function rebuildFunctions(given: FunctionsRebuild): Promise<Synthesized | undefined> {
  const { root, folder, running, rebuild } = given;
  for (;;) {
    const digests = await digestsOf(root);
    const name = nameOf(digests);
    const assembly = join(folder, name);
    if (await isWhole(assembly)) return { assembly, outcome: "unchanged", digests };
    const aside = join(folder, `${name}.unfinished`);
    await rm(aside, { recursive: true, force: true });
    const changed = changedFiles(running.digests, digests);
    if (!(await rebuild({ from: running.assembly, to: aside, changed }))) return undefined;
    if (nameOf(await digestsOf(root)) !== name) continue;
    await rename(aside, assembly);
    return { assembly, outcome: "synthesized", digests };
  }
}

const nameOf = (digests: Map<string, string>): string => digestOfAll(digests).slice(0, 16);

/** Removes all from the folder but these assemblies. */
export async function removeOthers(folder: string, kept: string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!kept.includes(path)) await rm(path, { recursive: true, force: true });
  }
}

const interrupted = "Stopped while the stacks were being synthesized.";

/** In a process of its own: SST keeps global state, and its memory is not needed afterwards. */
function runSynth({ root, out, signal, log }: Synthesis & { out: string }): Promise<void> {
  if (signal.aborted) return Promise.reject(new Interrupted(interrupted));
  const script = join(root, "stacks/synth.ts");
  const child = spawn(process.execPath, [script, "--stage", "local", "--out", out], {
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
          next: `See it alone with: node stacks/synth.ts --stage local --out ${out}`,
        }),
      );
    });
  });
}
