import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Everything that the stacks are made of. Too much costs a synthesis too many; too little would run old stacks. */
export const sources = [
  "stacks",
  "packages/backup-policy",
  "packages/data-model",
  "packages/restore-check",
  "apps/restore-verifier",
  "sst.config.ts",
  "package-lock.json",
];
const skipped = /^(node_modules|dist|\..*|.*\.test\.ts)$/;

/** Whether a part of a path, a folder's or a file's name, is none of the sources. */
export const isSkipped = (name: string): boolean => skipped.test(name);

/** What is in the sources of the workspace, file by file. */
export async function digestsOf(root: string): Promise<Map<string, string>> {
  const files = (await Promise.all(sources.map((source) => filesIn(root, source)))).flat();
  const digests = await Promise.all(files.map((file) => digestOf(join(root, file))));
  return new Map(files.flatMap((file, index) => (digests[index] ? [[file, digests[index]]] : [])));
}

/** One digest for all of them. */
export const digestOfAll = (digests: Map<string, string>): string =>
  createHash("sha256")
    .update(JSON.stringify([...digests]))
    .digest("hex");

/** The files that came, went or changed. */
export const changedFiles = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file));

/** Nothing for a file that went meanwhile. */
const digestOf = (file: string): Promise<string | undefined> =>
  readFile(file).then(
    (content) => createHash("sha256").update(content).digest("hex"),
    (error) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    },
  );

async function filesIn(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch((error) => {
    if (error.code === "ENOTDIR") return undefined;
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (!entries) return [path];
  const kept = entries.filter(({ name }) => !isSkipped(name)).map(({ name }) => `${path}/${name}`);
  return (await Promise.all(kept.sort().map((one) => filesIn(root, one)))).flat();
}
