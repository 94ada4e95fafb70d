import type { Command } from "commander";
import { tablesOf } from "../cloud.ts";
import { exitCode } from "../errors.ts";
import { verifyReport } from "../report.ts";
import { requireRule } from "../rules.ts";
import { chooseTables } from "../tables.ts";
import { type Run, verify } from "../verify.ts";
import { type Context, examples, type SharedOptions, tableOption } from "./command.ts";

export const verifyCommand = (program: Command, context: Context): Command =>
  tableOption(program.command("verify"))
    .description("Restore the newest recovery points, check what comes back, print the verdicts.")
    .option("--rule <name>", "restore the newest points that this rule of the policy made, such as weekly")
    .addHelpText(
      "after",
      examples(["verify", "verify --table Item", "verify --rule weekly", "verify --stage prod --json"]),
    )
    .action((_, self: Command) => verifyTables(self.optsWithGlobals(), context));

async function verifyTables(
  options: SharedOptions & { table?: string[]; rule?: string },
  { world, end }: Context,
): Promise<void> {
  const cloud = await world.connect(options);
  const tables = chooseTables(await tablesOf(cloud), options.table ?? []);
  const { rule } = options;
  if (rule !== undefined) await requireRule(cloud, rule);
  const runs: Run[] = [];
  await world.showSteps([
    {
      title: `Restore and check ${tables.map(({ model }) => model).join(", ")}${rule ? `, as the rule ${rule} backed them up` : ""}`,
      async run(tell) {
        runs.push(await verify({ ...world, cloud })({ tables, rule }, tell));
        return undefined;
      },
    },
  ]);
  for (const run of runs) {
    world.print(options.json ? JSON.stringify(run) : verifyReport(run, world.paint));
    end(run.passed ? exitCode.done : exitCode.notPassed);
  }
}
