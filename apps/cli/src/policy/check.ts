import { checkPolicy, type Finding, laws, refusalSentence } from "@holdfast/backup-policy";
import type { Command } from "commander";
import { type Context, examples } from "../commands/command.ts";
import { exitCode } from "../errors.ts";
import { exitCodes, fileOf, type PolicyOptions, policyOption } from "./options.ts";
import type { PolicyRead } from "./readPolicy.ts";
import { checkReport } from "./report.ts";

export const checkCommand = (policy: Command, context: Context): Command =>
  policyOption(policy.command("check"))
    .description("Say what the policy does wrong (errors, refused) and what somebody should know (warnings).")
    .addHelpText("after", examples(["policy check", "policy check --policy stacks/policy.ts --json"]))
    .addHelpText("after", exitCodes("a law is broken (warnings alone: 0)"))
    .action((_, self: Command) => check(self.optsWithGlobals(), context));

async function check(options: PolicyOptions, { world, end }: Context): Promise<void> {
  const file = fileOf(options, world);
  const findings = findingsOf(await world.readPolicy(file), world.clock.now());
  const isRefused = findings.some(({ severity }) => severity === "error");
  world.print(
    options.json ? JSON.stringify({ policy: file, findings }) : checkReport(file, findings, world.paint),
  );
  end(isRefused ? exitCode.notPassed : exitCode.done);
}

/** Of a policy whose shape is wrong there are only the refusals. */
function findingsOf(read: PolicyRead, now: Date): Finding[] {
  if (read.policy) return checkPolicy(read.policy, { today: now.toISOString().slice(0, 10) });
  return read.refusals.map((refusal) => {
    const { source } = Object.entries(laws).find(([rule]) => rule === refusal.rule)?.[1] ?? {};
    const sentence = refusalSentence(refusal);
    return { ...refusal, severity: "error", sentence, ...(source !== undefined && { source }) };
  });
}
