import { dirname } from "node:path";
import { acknowledgedInVain, comparePolicies, unacknowledged } from "@holdfast/backup-policy";
import type { Command } from "commander";
import { type Context, examples } from "../commands/command.ts";
import { exitCode } from "../errors.ts";
import { basePolicy } from "./basePolicy.ts";
import { exitCodes, fileOf, type PolicyOptions, policyOf, policyOption } from "./options.ts";
import { diffReport } from "./report.ts";

export const diffCommand = (policy: Command, context: Context): Command =>
  policyOption(policy.command("diff"))
    .description("Say what gets stronger, weaker or merely different compared with a commit: a merge gate.")
    .option("--base <ref>", "the branch, tag or commit to compare with", "main")
    .addHelpText("after", examples(["policy diff", "policy diff --base origin/main --json"]))
    .addHelpText(
      "after",
      "\nThe policy's module and what it imports by relative path are read from the commit; packages are those of this checkout.",
    )
    .addHelpText("after", exitCodes("something gets weaker and nobody answers for it in the policy"))
    .action((_, self: Command) => diff(self.optsWithGlobals(), context));

async function diff(options: PolicyOptions & { base: string }, { world, end }: Context): Promise<void> {
  const file = fileOf(options, world);
  const after = await policyOf(world, file);
  const base = { ref: options.base, ...(await world.commitOf(dirname(file), options.base)) };
  const { policy: before, broken } = await basePolicy(world, file, base);
  const changes = comparePolicies(before, after, { asOf: world.clock.now() });
  const open = unacknowledged(changes);
  const difference = {
    policy: file,
    base: { ref: base.ref, commit: base.hash, broken },
    changes,
    unacknowledged: open.map(({ field }) => field),
    acknowledgedInVain: acknowledgedInVain(before, after, changes),
  };
  world.print(
    options.json ? JSON.stringify(difference) : diffReport(difference, world.clock.now(), world.paint),
  );
  end(open.length > 0 ? exitCode.notPassed : exitCode.done);
}
