import { aboutKind, describeFault, type Fault, kindNames, timesOf } from "@holdfast/local-cloud/faults";
import { Argument, type Command, InvalidArgumentError } from "commander";
import { tablesOf } from "../cloud.ts";
import { CouldNotRun } from "../errors.ts";
import type { FaultSwitch } from "../faults.ts";
import { grid } from "../report.ts";
import { chooseTables } from "../tables.ts";
import { type Context, examples, type SharedOptions, wholeNumber } from "./command.ts";

interface AddOptions extends SharedOptions {
  service?: string;
  operation?: string;
  resource?: string;
  table?: string;
  rate?: number;
  count?: number;
  seed?: number;
  ms?: number;
}

const share = (value: string): number => {
  const number = Number(value);
  if (value.trim() === "" || !(number > 0 && number <= 1)) {
    throw new InvalidArgumentError("It has to be a number above 0, at most 1.");
  }
  return number;
};

const kindsHelp = `\nKinds:\n${kindNames
  .map((kind) => {
    const { about, ms } = aboutKind(kind);
    return `  ${kind.padEnd(18)} ${about}${ms ? `; --ms: ${ms}` : ""}`;
  })
  .join("\n")}`;

export function faultCommand(program: Command, context: Context): Command {
  const fault = program
    .command("fault")
    .description("Make the local cloud fail on request, the same way each time. On this machine only.")
    .addHelpText("after", kindsHelp)
    .addHelpText(
      "after",
      examples([
        `fault add ${aboutKind("throttle").example}`,
        "fault list",
        "fault remove f1",
        "fault clear",
      ]),
    );
  fault
    .command("add")
    .description("Turn a fault on. It stays on until it is removed, through restarts, too.")
    .addArgument(new Argument("<kind>", "what goes wrong").choices(kindNames))
    .option("--service <pattern>", "the service as requests are signed for, such as dynamodb (default: all)")
    .option(
      "--operation <pattern>",
      "its name in AWS's API, such as Scan; an event's detail-type (default: all)",
    )
    .option("--table <name>", "a model or its table")
    .option("--resource <pattern>", "a table, function, key …, by name or ARN, in place of --table")
    .option("--rate <share>", "the share of matching calls that it strikes (default: 1)", share)
    .option("--count <n>", "strike at most so many times", wholeNumber(1, 1_000_000))
    .option(
      "--seed <n>",
      "which ones a rate strikes: the same for the same seed (default: 1)",
      wholeNumber(0, 2 ** 32 - 1),
    )
    .option("--ms <n>", "milliseconds, for the kinds that take a time", wholeNumber(0, 900_000))
    .addHelpText("after", kindsHelp)
    .addHelpText("after", "\nIn a pattern, * stands for any text and ? for any character.")
    .addHelpText("after", examples(kindNames.map((kind) => `fault add ${aboutKind(kind).example}`)))
    .action((kind: string, _, self: Command) => add(kind, self.optsWithGlobals(), context));
  fault
    .command("list")
    .description("Show the faults that are on, and how often each has struck.")
    .addHelpText("after", examples(["fault list", "fault list --json"]))
    .action((_, self: Command) => list(self.optsWithGlobals(), context));
  fault
    .command("remove")
    .description("Turn faults off.")
    .argument("<id...>", "as `fault list` shows them")
    .addHelpText("after", examples(["fault remove f1", "fault remove f1 f2"]))
    .action((ids: string[], _, self: Command) => remove(ids, self.optsWithGlobals(), context));
  fault
    .command("clear")
    .description("Turn all faults off.")
    .addHelpText("after", examples(["fault clear"]))
    .action((_, self: Command) => clear(self.optsWithGlobals(), context));
  return fault;
}

async function switchOf(options: SharedOptions, { world }: Context): Promise<FaultSwitch> {
  if (options.stage) {
    throw new CouldNotRun(`fault works on this machine only, and the stage "${options.stage}" is in AWS.`, {
      next: "Leave --stage out. AWS has a service of its own for this: Fault Injection Service.",
    });
  }
  const { faults } = await world.connect(options);
  if (!faults) throw new CouldNotRun("This cloud has no faults to turn on.");
  return faults;
}

async function add(kind: string, options: AddOptions, context: Context): Promise<void> {
  const { world } = context;
  const { service, operation, rate, count, seed, ms } = options;
  const faults = await switchOf(options, context);
  if (options.table !== undefined && options.resource !== undefined) {
    throw new CouldNotRun("--table and --resource both say what is struck.", { next: "Leave one out." });
  }
  const resource = options.table === undefined ? options.resource : await tableOf(options, context);
  const fault = await faults.add({ kind, service, operation, resource, rate, count, seed, ms });
  world.print(
    options.json
      ? JSON.stringify({ fault })
      : `${fault.id} is on: ${describeFault(fault)}.\nTurn it off with: holdfast fault remove ${fault.id}`,
  );
}

async function tableOf(options: AddOptions, { world }: Context): Promise<string> {
  const [table] = chooseTables(await tablesOf(await world.connect(options)), [options.table!]);
  return table!.table;
}

async function list(options: SharedOptions, context: Context): Promise<void> {
  const { world } = context;
  const faults = await (await switchOf(options, context)).list();
  if (options.json) return world.print(JSON.stringify({ faults }));
  if (faults.length === 0) return world.print("No fault is on.");
  world.print(
    grid(
      world.paint,
      ["Fault", "Kind", "Service", "Operation", "Resource", "Rate", "Seed", "ms", "Struck", "of calls"],
      faults.map((one) => [
        one.id,
        one.kind,
        one.service,
        one.operation,
        one.resource,
        String(one.rate),
        String(one.seed),
        String(one.ms ?? ""),
        one.count === undefined ? String(one.hits) : `${one.hits} (at most ${one.count})`,
        String(one.calls),
      ]),
    ),
  );
}

async function remove(ids: string[], options: SharedOptions, context: Context): Promise<void> {
  const faults = await switchOf(options, context);
  const removed: Fault[] = [];
  for (const id of ids) removed.push(await faults.remove(id));
  tellRemoved(removed, options, context);
}

async function clear(options: SharedOptions, context: Context): Promise<void> {
  tellRemoved(await (await switchOf(options, context)).clear(), options, context);
}

function tellRemoved(removed: Fault[], { json }: SharedOptions, { world }: Context): void {
  const lines = removed.map(
    (fault) => `${fault.id} is off: ${describeFault(fault)}. It struck ${timesOf(fault.hits)}.`,
  );
  world.print(json ? JSON.stringify({ removed }) : lines.join("\n") || "No fault was on.");
}
