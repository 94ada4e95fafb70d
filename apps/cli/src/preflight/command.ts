import type { Command } from "commander";
import { type Context, examples, type SharedOptions } from "../commands/command.ts";
import { exitCode } from "../errors.ts";
import { fileOf, policyOf, policyOption } from "../policy/options.ts";
import { type Preflight, preflight } from "./preflight.ts";
import { preflightReport } from "./report.ts";

interface Options extends SharedOptions {
  policy?: string;
  region?: string;
}

export const preflightCommand = (program: Command, context: Context): Command =>
  policyOption(program.command("preflight"))
    .description(
      "Before a deploy: ask the account about what the policy takes for granted. It changes nothing.",
    )
    .option("--region <name>", "the Region that the stage is deployed to (default: sst.config.ts's)")
    .addHelpText("after", examples(["preflight --stage prod", "preflight --stage prod --json", "preflight"]))
    .action((_, self: Command) => look(self.optsWithGlobals(), context));

async function look(options: Options, { world, end }: Context): Promise<void> {
  const file = fileOf(options, world);
  const policy = await policyOf(world, file);
  const cloud = await world.connect({ ...options, region: options.region ?? world.deployRegion });
  let found: Preflight | undefined;
  await world.showSteps([
    {
      title: `Ask ${cloud.where}`,
      async run() {
        found = await preflight(cloud, policy);
        return undefined;
      },
    },
  ]);
  if (!found) return;
  const report = { policy: file, ...found };
  world.print(options.json ? JSON.stringify(report) : preflightReport(report, world.paint));
  end(codeOf(found));
}

/** What is known to fail is said before what isn't known. */
function codeOf({ passed, findings }: Preflight): number {
  if (passed) return exitCode.done;
  return findings.some(({ outcome }) => outcome === "broken") ? exitCode.notPassed : exitCode.couldNotRun;
}
