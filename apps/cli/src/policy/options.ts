import { definePolicy, type Policy, PolicyError } from "@holdfast/backup-policy";
import type { Command } from "commander";
import type { SharedOptions } from "../commands/command.ts";
import { CouldNotRun } from "../errors.ts";
import type { World } from "../world.ts";

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
 * The policy of a file.
 * @throws CouldNotRun when it is one that can't work
 */
export async function policyOf({ readPolicy }: Pick<World, "readPolicy">, file: string): Promise<Policy> {
  const read = await readPolicy(file);
  try {
    if (!read.policy) throw new PolicyError(read.refusals);
    return definePolicy(read.policy);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new CouldNotRun(error.message, { next: "See all of it: holdfast policy check", cause: error });
  }
}
