import type { Command } from "commander";
import { CouldNotRun, exitCode } from "../errors.ts";
import { chooseRoles, titleOf, unusedOf, without } from "../permissions.ts";
import { permissionsReport } from "../permissionsReport.ts";
import { type Context, collect, examples, type SharedOptions } from "./command.ts";

interface IamOptions extends SharedOptions {
  role?: string[];
  except?: string[];
  unusedFails?: boolean;
}

export const iamCommand = (program: Command, context: Context): Command =>
  program
    .command("iam")
    .description(
      "Show by role which permissions are unused, which were used and when last, and what was denied.",
    )
    .option(
      "--role <name>",
      "a role by its name or construct; can be given several times (default: all)",
      collect,
    )
    .option(
      "--except <action>",
      "leave out an action that no call here shows, such as xray:*; can be given several times",
      collect,
    )
    .option("--unused-fails", "exit with 1 when a role that made calls has an unused permission")
    .addHelpText(
      "after",
      "\nIt counts from the first start on a data folder, over restarts. Run what the app does before: back up, verify, use the site.",
    )
    .addHelpText(
      "after",
      examples([
        "iam",
        "iam --role CheckRole",
        "iam --unused-fails --except 'kms:*'",
        "iam --json | jq '.roles[] | {role, unused: [.unused[].action]}'",
      ]),
    )
    .action((_, self: Command) => show(self.optsWithGlobals(), context));

async function show(options: IamOptions, { world, end }: Context): Promise<void> {
  if (options.stage) {
    throw new CouldNotRun(`iam is for the local cloud, and the stage "${options.stage}" is in AWS.`, {
      next: "Leave --stage out. AWS has IAM Access Analyzer for this.",
    });
  }
  const { permissions } = await world.connect(options);
  if (!permissions) throw new CouldNotRun("This cloud doesn't count what permissions are used.");
  const { since, roles: all } = await permissions();
  const roles = without(chooseRoles(all, options.role ?? []), options.except ?? []);
  if (options.unusedFails && roles.some((role) => unusedOf(role).length > 0)) end(exitCode.notPassed);
  if (!options.json)
    return world.print(
      permissionsReport(since, roles, { paint: world.paint, columns: world.terminal.columns }),
    );
  world.print(
    JSON.stringify({
      since,
      roles: roles.map((role) => ({ role: titleOf(role), ...role, unused: unusedOf(role) })),
    }),
  );
}
