import { Command, CommanderError } from "commander";
import type { Cloud } from "./cloud.ts";
import { backupCommand } from "./commands/backup.ts";
import { breakCommand } from "./commands/break.ts";
import { clockCommand } from "./commands/clock.ts";
import { faultCommand } from "./commands/fault.ts";
import { iamCommand } from "./commands/iam.ts";
import { logsCommand } from "./commands/logs.ts";
import { mfaCommand } from "./commands/mfa.ts";
import { pointsCommand } from "./commands/points.ts";
import { upCommand } from "./commands/up.ts";
import { verifyCommand } from "./commands/verify.ts";
import { CouldNotRun, exitCode, explain, Interrupted } from "./errors.ts";
import { evidenceCommand } from "./evidence/command.ts";
import { policyCommand } from "./policy/command.ts";
import { preflightCommand } from "./preflight/command.ts";
import { silentSteps } from "./steps.ts";
import { teardownCommand } from "./teardown/command.ts";
import type { Where, World } from "./world.ts";

const commands = [
  upCommand,
  backupCommand,
  pointsCommand,
  verifyCommand,
  evidenceCommand,
  breakCommand,
  faultCommand,
  logsCommand,
  policyCommand,
  preflightCommand,
  teardownCommand,
  clockCommand,
  iamCommand,
  mfaCommand,
];

const exitCodes =
  "\nExit codes: 0 done or passed, 1 not passed, 2 could not run, 130 interrupted with Ctrl-C.";

/** Runs one command line (without node and script) and returns the exit code. Never throws. */
export async function run(args: string[], world: World): Promise<number> {
  let where = "AWS";
  const connect = async (options: Where): Promise<Cloud> => {
    const cloud = await world.connect(options);
    where = cloud.where;
    return cloud;
  };
  let code: number = exitCode.done;
  const end = (value: number) => {
    code = value;
  };
  const isJson = args.includes("--json");
  const program = createProgram(world);
  const used = { ...world, connect, ...(isJson && { showSteps: silentSteps }) };
  for (const addTo of commands) addTo(program, { world: used, end }).addHelpText("after", exitCodes);
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return endOfUsage(error, world, isJson);
    return tellFailure(explain(error, where), world, isJson);
  }
}

function createProgram({ defaultData, print, warn }: World): Command {
  return new Command("holdfast")
    .description(
      "Backups proven to restore: take them, list them, verify them; or run the whole loop on this machine.",
    )
    .option(
      "--stage <name>",
      "an AWS stage, found through its stacks' outputs (default: the running local cloud)",
    )
    .option("--data <dir>", "data folder of the local cloud", defaultData)
    .option("--json", "print one JSON document and no progress")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => warn(text.trimEnd()),
    })
    .showHelpAfterError("Run it with --help to see what there is.")
    .exitOverride()
    .addHelpText("after", exitCodes);
}

/** Commander has told the person already: with its help, or with what is wrong. */
function endOfUsage({ exitCode: code, message }: CommanderError, { print }: World, isJson: boolean): number {
  if (code === 0) return exitCode.done;
  if (isJson) print(JSON.stringify({ error: { message } }));
  return exitCode.couldNotRun;
}

/** Says what went wrong, for a person or as JSON; returns the exit code. */
export function tellFailure(error: unknown, { print, warn, paint, debug }: World, json: boolean): number {
  const message = error instanceof Error ? error.message : String(error);
  const next = error instanceof CouldNotRun ? error.next : undefined;
  if (json) print(JSON.stringify({ error: { message, ...(next && { next }) } }));
  else warn([paint("red", message), next].filter(Boolean).join("\n"));
  if (debug && error instanceof Error) {
    warn(
      [error.stack, error.cause instanceof Error && `Caused by ${error.cause.stack}`]
        .filter(Boolean)
        .join("\n"),
    );
  } else if (!(error instanceof CouldNotRun || error instanceof Interrupted)) {
    warn("Set HOLDFAST_DEBUG=1 to see where this comes from.");
  }
  return error instanceof Interrupted ? exitCode.interrupted : exitCode.couldNotRun;
}
