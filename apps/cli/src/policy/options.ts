import { definePolicy, type Policy, PolicyError } from "@holdfast/backup-policy";
import type { Command } from "commander";
import type { SharedOptions } from "../commands/command.ts";
import { CouldNotRun } from "../errors.ts";
import type { World } from "../world.ts";
import type { Commit } from "./git.ts";

export interface PolicyOptions extends SharedOptions {
  policy?: string;
}

export const policyOption = (command: Command): Command =>
  command.option("--policy <file>", "the module that exports the policy (default: stacks/policy.ts)");

/** @param one what 1 says; absent for a command that never ends with it */
export const exitCodes = (one?: string): string =>
  `
Exit codes: 0 done, ${one ? `1 ${one}, ` : ""}2 could not run, 130 interrupted with Ctrl-C.`;

export const fileOf = ({ policy }: PolicyOptions, { defaultPolicy }: Pick<World, "defaultPolicy">): string =>
  policy ?? defaultPolicy;

/**
 * The policy of a file, now or in a commit.
 * @throws CouldNotRun when it is one that can't work
 */
export async function policyOf(
  { readPolicy }: Pick<World, "readPolicy">,
  file: string,
  commit?: Commit & { ref: string },
): Promise<Policy> {
  const read = await readPolicy(file, commit);
  try {
    if ("refusals" in read) throw new PolicyError(read.refusals);
    return definePolicy(read.policy);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    if (!commit)
      throw new CouldNotRun(error.message, { next: "See all of it: holdfast policy check", cause: error });
    throw new CouldNotRun(
      `The policy of ${commit.ref} isn't one for this checkout's packages. ${error.message}`,
      {
        next: "Compare with a commit whose policy has this version's shape and keeps its laws.",
        cause: error,
      },
    );
  }
}
