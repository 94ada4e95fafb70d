import type { Command } from "commander";
import { backupTables, backupTarget } from "../backup.ts";
import { tablesOf } from "../cloud.ts";
import { exitCode } from "../errors.ts";
import { backupReport } from "../report.ts";
import { chooseTables } from "../tables.ts";
import { type Context, examples, type SharedOptions, tableOption, wholeNumber } from "./command.ts";

export const backupCommand = (program: Command, context: Context): Command =>
  tableOption(program.command("backup"))
    .description("Back up tables now, and wait until AWS Backup has done it.")
    .option(
      "--keep-days <n>",
      "the recovery points are deleted after this many days (default: as the plan's most frequent rule says)",
      wholeNumber(1, 36_500),
    )
    .addHelpText(
      "after",
      examples([
        "backup",
        "backup --table Category --table Item",
        "backup --stage prod --keep-days 90 --json",
      ]),
    )
    .action((_, self: Command) => backup(self.optsWithGlobals(), context));

type Options = SharedOptions & { table?: string[]; keepDays?: number };

async function backup({ table, keepDays, ...options }: Options, { world, end }: Context): Promise<void> {
  const cloud = await world.connect(options);
  const tables = chooseTables(await tablesOf(cloud), table ?? []);
  const backups = await backupTables({ ...world, cloud })(tables, await backupTarget(cloud, keepDays));
  const incomplete = backups.filter(({ state }) => state !== "COMPLETED").length;
  if (options.json) world.print(JSON.stringify({ backups }));
  else world.print(backupReport(backups, world.paint));
  if (incomplete > 0) world.warn(`${incomplete} of ${backups.length} backups didn't complete.`);
  end(incomplete > 0 ? exitCode.couldNotRun : exitCode.done);
}
