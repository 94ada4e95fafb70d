import type { Command } from "commander";
import { CouldNotRun } from "../errors.ts";
import { type Context, examples, type SharedOptions } from "./command.ts";

export const mfaCommand = (program: Command, context: Context): Command =>
  program
    .command("mfa")
    .description(
      "Show what the MFA device of the local cloud's administrator shows: the second factor of BackupAdmin.",
    )
    .addHelpText("after", examples(["mfa", "teardown --delete --mfa-code $(npx holdfast mfa)", "mfa --json"]))
    .action((_, self: Command) => showCode(self.optsWithGlobals(), context));

async function showCode(options: SharedOptions, { world }: Context): Promise<void> {
  const { mfa } = await world.connect(options);
  if (!mfa) {
    throw new CouldNotRun(`The device of the stage "${options.stage}" is yours: look at it.`, {
      next: "Leave --stage out for the local cloud's.",
    });
  }
  const device = await mfa();
  world.print(options.json ? JSON.stringify(device) : device.code);
}
