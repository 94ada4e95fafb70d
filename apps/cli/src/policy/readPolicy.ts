import { fork } from "node:child_process";
import { realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { PolicyInput, Refusal } from "@holdfast/backup-policy";
import { CouldNotRun, Interrupted } from "../errors.ts";
import { type Commit, hasFile } from "./git.ts";

/** What the module that holds the policy has, or what became of it. */
export interface Read {
  /** With refusals as well where its shape is right and only laws are broken. */
  policy?: unknown;
  error?: { name: string; message: string };
  /** Why `definePolicy` threw. */
  refusals?: Refusal[];
}

/** A policy as the module exports it, or what definePolicy refuses it for; both where only laws are broken. */
export type PolicyRead =
  | { policy: PolicyInput; refusals?: Refusal[] }
  | { policy?: undefined; refusals: Refusal[] };

/** Reads the policy of a file as it is in the working tree, or as it was in a commit. */
export type ReadPolicy = (file: string, commit?: Commit) => Promise<PolicyRead>;

/** In a process of its own, for the module is the team's: it may be of another commit, print, or never end. */
export const readPolicy =
  ({ signal }: { signal: AbortSignal }): ReadPolicy =>
  async (file, commit) => {
    const path = await realpath(file).catch((cause) => {
      throw new CouldNotRun(`There's no policy at ${file}.`, {
        next: "Name the module that exports it with --policy.",
        cause,
      });
    });
    const where = commit ? `${file} of commit ${commit.hash.slice(0, 12)}` : file;
    if (commit && !(await hasFile(commit, relative(commit.root, path).replaceAll("\\", "/")))) {
      throw new CouldNotRun(`Commit ${commit.hash.slice(0, 12)} has no ${relative(commit.root, path)}.`, {
        next: "A policy that wasn't there can't get weaker, but one that was moved can: compare with a commit that has it.",
      });
    }
    const url = `${pathToFileURL(path).href}${commit ? `?commit=${commit.hash}` : ""}`;
    const { policy, error, refusals } = await askReader([url, ...(commit ? [commit.root] : [])], signal);
    if (refusals) return { refusals, ...(isObject(policy) && { policy: policy as PolicyInput }) };
    if (error) {
      throw new CouldNotRun(`${where} can't be loaded: ${error.name}: ${error.message}`, {
        next: commit ? otherVersion(file) : "Run it alone to see more: node FILE.",
      });
    }
    if (isObject(policy)) return { policy: policy as PolicyInput };
    throw new CouldNotRun(`${where} exports no policy.`, {
      next: "Export it as `policy` or as the default: export const policy = definePolicy({ … }).",
    });
  };

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** What to do about a commit's policy that this checkout's packages don't understand. */
export const otherVersion = (file: string): string =>
  `Name a later commit with --base; \`git log --oneline -- ${file}\` lists those that changed the policy. Where this very branch brings a new version of the language in, there is nothing to compare by: read \`holdfast policy explain\` of both checkouts, and let somebody answer for the difference in the review.`;

function askReader(args: string[], signal: AbortSignal): Promise<Read> {
  const interrupted = () => new Interrupted("Stopped while the policy was being read.");
  if (signal.aborted) return Promise.reject(interrupted());
  const reader = fork(join(import.meta.dirname, "reader.ts"), args, {
    execArgv: [],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const stop = () => reader.kill();
  signal.addEventListener("abort", stop, { once: true });
  return new Promise<Read>((resolve, reject) => {
    reader.once("message", (answer) => {
      resolve(answer as Read);
      reader.kill();
    });
    reader.once("error", reject);
    reader.once("exit", (code) => {
      signal.removeEventListener("abort", stop);
      reject(
        signal.aborted
          ? interrupted()
          : new CouldNotRun(`The policy's module ended by itself (exit code ${code}) before it was read.`),
      );
    });
  });
}
