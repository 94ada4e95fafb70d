import { explainPolicy, policyInWords } from "@holdfast/backup-policy";
import type { Command } from "commander";
import { type Context, examples } from "../commands/command.ts";
import { exitCodes, fileOf, type PolicyOptions, policyOf, policyOption } from "./options.ts";

export const explainCommand = (policy: Command, context: Context): Command =>
  policyOption(policy.command("explain"))
    .description("Say the policy in words that an auditor reads, as Markdown.")
    .addHelpText("after", examples(["policy explain", "policy explain > POLICY.md", "policy explain --json"]))
    .addHelpText("after", exitCodes())
    .action((_, self: Command) => explain(self.optsWithGlobals(), context));

async function explain(options: PolicyOptions, { world }: Context): Promise<void> {
  const file = fileOf(options, world);
  const policy = await policyOf(world, file);
  world.print(
    options.json
      ? JSON.stringify({ policy: file, sections: policyInWords(policy) })
      : explainPolicy(policy).trimEnd(),
  );
}
