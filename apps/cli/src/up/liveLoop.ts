import type { Update } from "@holdfast/local-cloud";
import { CouldNotRun } from "../errors.ts";
import { changesText } from "./changesText.ts";
import type { Rebuilder } from "./rebuilder.ts";
import { changedFiles, digestOfAll, digestsOf } from "./sources.ts";
import { rebuildFunctions, removeOthers, type Synthesized, synthesize } from "./synthesize.ts";

export interface LiveLoop {
  /** Ends a synthesis under way, waits for a deployment under way. */
  stop(): Promise<void>;
}

export interface LiveLoopDeps {
  /** The workspace's root. */
  root: string;
  /** The folder of the assemblies. */
  synth: string;
  /** What runs when the loop begins. */
  running: Synthesized;
  update(assembly: string): Promise<Update>;
  /** Bundles functions again without a synthesis. */
  rebuilder: Rebuilder;
  /** Makes anew what is generated from the schema. */
  generate(signal: AbortSignal): Promise<void>;
  /** The outputs may be others now. */
  updated(): Promise<void>;
  /** Calls back when a file of the sources may be another; gives what ends that. */
  watch(onChange: () => void): () => Promise<unknown>;
  log(line: string): void;
  tell(text: string): void;
  /** Milliseconds. */
  now(): number;
}

const schema = "packages/data-model/schema.graphql";
/** Editors and formatters write several times, and several files. */
const quietMs = 100;

/** Applies what is changed in the sources while everything runs. What can't be applied is told, and the old goes on. */
export function startLiveLoop(deps: LiveLoopDeps): LiveLoop {
  const { root, synth, log, tell, now } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  let running = deps.running;
  let warned = new Set<string>();
  /** Sources that failed: they are tried again once they change. */
  let failed: string | undefined;
  let turn: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    if (signal.aborted) return;
    const digests = await digestsOf(root);
    const changed = changedFiles(running.digests, digests);
    if (changed.length === 0) {
      if (failed) tell("The sources are again as what runs.");
      failed = undefined;
      return;
    }
    if (digestOfAll(digests) === failed) return;
    const began = now();
    try {
      await apply(await made(changed), began);
      failed = undefined;
    } catch (error) {
      if (signal.aborted) return;
      failed = digestOfAll(await digestsOf(root));
      tell(`${(error as Error).message}\nIt isn't applied: what ran before goes on.`);
    }
  }

  /** A change of functions alone needs no synthesis: what that would make is known. */
  async function made(changed: string[]): Promise<Synthesized> {
    const { rebuild } = deps.rebuilder;
    const quick = await rebuildFunctions({ root, folder: synth, running, rebuild });
    tell(`${filesText(changed)} changed${quick ? "." : ": synthesizing…"}`);
    if (quick) return quick;
    if (changed.includes(schema)) await deps.generate(signal);
    return synthesize({ root, folder: synth, signal, log });
  }

  async function apply(next: Synthesized, began: number): Promise<void> {
    const { changes, warnings } = await deps.update(next.assembly).catch((cause: Error) => {
      throw new CouldNotRun(`The stacks can't be deployed: ${cause.message}`, { cause });
    });
    await deps.updated();
    // Functions under way still read their code.
    await removeOthers(synth, [next.assembly, running.assembly]);
    running = next;
    const seconds = ((now() - began) / 1000).toFixed(1);
    const fresh = warnings.filter((warning) => !warned.has(warning));
    warned = new Set(warnings);
    tell(
      [`Applied in ${seconds} s: ${changesText(changes)}.`, ...fresh.map((line) => `! ${line}`)].join("\n"),
    );
  }

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      turn = turn.then(look).catch((error: Error) => tell(`The sources can't be read: ${error.message}`));
    }, quietMs);
  };
  const unwatch = deps.watch(soon);
  // What changed while everything started.
  soon();

  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await unwatch();
      await deps.rebuilder.stop();
      await turn;
    },
  };
}

function filesText(files: string[]): string {
  const [first, second, ...others] = files;
  if (others.length > 0) return `${first}, ${second} and ${others.length} more`;
  return second ? `${first} and ${second}` : first!;
}
