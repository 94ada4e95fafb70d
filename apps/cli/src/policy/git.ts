import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CouldNotRun } from "../errors.ts";

const git = async (folder: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)("git", args, { cwd: folder })).stdout.trim();

/** A working tree and one of its commits. */
export interface Commit {
  /** The working tree's top. */
  root: string;
  hash: string;
}

/** @throws CouldNotRun when the folder isn't in a working tree, or there's no such commit */
export async function commitOf(folder: string, ref: string): Promise<Commit> {
  const root = await git(folder, "rev-parse", "--show-toplevel").catch((cause) => {
    throw new CouldNotRun(`${folder} isn't in a git working tree, so there's nothing to compare with.`, {
      next: "Run it in the repository, or name its policy with --policy.",
      cause,
    });
  });
  const commit = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const hash = await git(root, ...commit).catch((cause) => {
    throw new CouldNotRun(`There's no commit ${ref} here.`, {
      next: `Fetch it (git fetch origin ${ref}), or name another branch, tag or commit with --base, such as origin/main.`,
      cause,
    });
  });
  return { root, hash };
}

/** Whether the commit has that file; the path is from the working tree's top. */
export const hasFile = ({ root, hash }: Commit, path: string): Promise<boolean> =>
  git(root, "cat-file", "-e", `${hash}:${path}`).then(
    () => true,
    () => false,
  );
