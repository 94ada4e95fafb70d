import type { Command } from "commander";
import { backupTarget } from "../backup.ts";
import { makeBadBackup } from "../break.ts";
import { tablesOf } from "../cloud.ts";
import { CouldNotRun, exitCode } from "../errors.ts";
import { chooseTables } from "../tables.ts";
import { type Context, examples, type SharedOptions } from "./command.ts";

export const breakCommand = (program: Command, context: Context): Command =>
  program
    .command("break")
    .description("Make a bad backup on purpose, to see `holdfast verify` catch it. On this machine only.")
    .option("--table <name>", "a model or its table", "Item")
    .addHelpText(
      "after",
      examples(["break", "verify    # FAILED, with the keys", "backup", "verify    # PASSED again"]),
    )
    .action((_, self: Command) => makeBad(self.optsWithGlobals(), context));

async function makeBad(options: SharedOptions & { table: string }, { world, end }: Context): Promise<void> {
  if (options.stage) {
    throw new CouldNotRun(`break works on this machine only, and the stage "${options.stage}" is in AWS.`, {
      next: "Leave --stage out.",
    });
  }
  const cloud = await world.connect(options);
  const [table] = chooseTables(await tablesOf(cloud), [options.table]);
  const damage = await makeBadBackup({ ...world, cloud })(table!, await backupTarget(cloud, 1));
  if (damage.backup.state !== "COMPLETED") {
    throw new CouldNotRun(`The backup ended as ${damage.backup.state}: ${damage.backup.message ?? ""}`);
  }
  world.print(
    options.json
      ? JSON.stringify(damage)
      : [
          `The newest recovery point of ${table!.model} lacks ${damage.missing} and has ${damage.altered} wrong.`,
          "The table itself is as it was. Now see what a verification says: holdfast verify",
          "A good backup (holdfast backup) mends it.",
        ].join("\n"),
  );
  end(exitCode.done);
}
