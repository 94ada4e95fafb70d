import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { CouldNotRun } from "../errors.ts";
import type { LogLine } from "../logs/line.ts";
import { followLog, readLog } from "../logs/readLog.ts";
import { showLine } from "../logs/show.ts";
import { since } from "../logs/since.ts";
import { logIn } from "../up/dataFolder.ts";
import { earlierLog } from "../up/logFile.ts";
import { type Context, examples, type SharedOptions } from "./command.ts";

interface Options extends SharedOptions {
  follow?: boolean;
  service?: string[];
  since?: (now: Date) => Date;
}

function services(value: string, previous: string[] = []): string[] {
  const names = value.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("It has to be names with commas between them.");
  return [...previous, ...names];
}

export const logsCommand = (program: Command, context: Context): Command =>
  program
    .command("logs")
    .description(
      "Show what each service of the local cloud did; without one that runs, what the last one did.",
    )
    .option("-f, --follow", "go on with what happens, through restarts, until Ctrl-C")
    .option(
      "--service <names>",
      "only these, such as backup,lambda; the sources' own are synth, site and live (default: all)",
      services,
    )
    .option(
      "--since <when>",
      "from then on: 30s, 5m, 2h, 1d, or an instant (default: since the start)",
      since,
    )
    .addHelpText(
      "after",
      examples([
        "logs",
        "logs --follow",
        "logs --service backup,states --since 5m",
        "logs --json --since 1h",
      ]),
    )
    .addHelpText("after", "\nWith --json each line is a JSON document.")
    .action((_, self: Command) => logs(self.optsWithGlobals(), context));

async function logs(options: Options, { world }: Context): Promise<void> {
  if (options.stage) {
    throw new CouldNotRun(`logs shows this machine's cloud, and the stage "${options.stage}" is in AWS.`, {
      next: `Leave --stage out; or see the functions' logs with: aws logs tail --follow LOG_GROUP`,
    });
  }
  const file = logIn(resolve(options.data));
  if (!options.follow && !existsSync(file)) {
    throw new CouldNotRun(`There is no log in ${options.data}: nothing has run there yet.`, {
      next: "Start the local cloud in another terminal (npm start), or name its data folder with --data.",
    });
  }
  const from = options.since?.(world.clock.now()).toISOString() ?? "";
  const isWanted = ({ at, service }: LogLine): boolean =>
    at >= from && (!options.service || options.service.includes(service));
  const show = (line: LogLine) =>
    world.print(options.json ? JSON.stringify(line) : showLine(line, world.paint));

  const seen = new Set<string>();
  let shown = 0;
  for await (const line of linesOf(file, options, world.signal)) {
    if (world.signal.aborted) break;
    seen.add(line.service);
    if (!isWanted(line)) continue;
    show(line);
    shown++;
  }
  if (shown === 0 && !options.follow && !options.json) {
    const known = [...seen].sort().join(", ");
    world.warn(known ? `Nothing fits. The log has lines of ${known}.` : "The log is empty.");
  }
}

async function* linesOf(
  file: string,
  { follow, since }: Options,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  if (since) yield* readLog(earlierLog(file));
  yield* follow ? followLog(file, signal) : readLog(file);
}
