import type { Command } from "commander";
import type { Context } from "../commands/command.ts";
import { checkCommand } from "./check.ts";
import { diffCommand } from "./diff.ts";
import { explainCommand } from "./explain.ts";
import { forecastCommand } from "./forecast.ts";

/** The policy of the working tree, looked at without a cloud. */
export function policyCommand(program: Command, context: Context): Command {
  const policy = program
    .command("policy")
    .description(
      "The backup policy, without a cloud: does it work, what does it say, what will it keep, what gets weaker.",
    );
  for (const addTo of [checkCommand, explainCommand, forecastCommand, diffCommand]) addTo(policy, context);
  return policy;
}
