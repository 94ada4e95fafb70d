import type { Policy } from "@holdfast/backup-policy";
import { type Forecast, forecast, type Scenario, type TableSize } from "@holdfast/backup-policy/forecast";
import { type Command, InvalidArgumentError } from "commander";
import { type Context, examples, wholeNumber } from "../commands/command.ts";
import { CouldNotRun } from "../errors.ts";
import type { World } from "../world.ts";
import { type Foreseen, forecastReport } from "./forecastReport.ts";
import { exitCodes, fileOf, type PolicyOptions, policyOf, policyOption } from "./options.ts";
import { type Growing, growing, growthsOfNothing, type Sized, sized, tablesOf } from "./tableSizes.ts";

interface Options extends PolicyOptions {
  days: number;
  from?: Date;
  to?: Date;
  since?: Date;
  size?: Sized[];
  growth?: Growing[];
  late?: number[];
  region?: string;
  chart?: string;
}

const DAY = 86_400_000;
const LONGEST = 20 * 366;

export const forecastCommand = (policy: Command, context: Context): Command =>
  policyOption(policy.command("forecast"))
    .description(
      "Say which recovery points there will be, what an incident would cost, and what all of it costs.",
    )
    .option("--days <n>", "how many days", wholeNumber(1, LONGEST), 366)
    .option("--from <date>", "the first day, in UTC (default: today)", day)
    .option("--to <date>", "the day after the last, in place of --days", day)
    .option(
      "--since <date>",
      "when the policy came into force (default: so long ago that it has all its points)",
      day,
    )
    .option("--size <[table=]GB>", "how big a table is; can be given several times", sized)
    .option("--growth <[table=]GB|%>", "what a table grows by a month, such as 2 or 5%", growing)
    .option("--late <days>", "an incident that is noticed so late; can be given several times", lateness)
    .option("--chart <file.svg>", "draw it, as an SVG picture")
    .option("--region <name>", "the tables' Region; copies within it move nothing between Regions")
    .addHelpText(
      "after",
      examples([
        "policy forecast",
        "policy forecast --chart backups.svg",
        "policy forecast --size Item=40 --size Category=0.1 --growth Item=5%",
        "policy forecast --from 2027-01-01 --to 2028-01-01 --late 14 --json",
      ]),
    )
    .addHelpText("after", exitCodes())
    .action((_, self: Command) => foresee(self.optsWithGlobals(), context));

function day(text: string): Date {
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text)) {
    throw new InvalidArgumentError("It has to be a date such as 2027-01-31.");
  }
  return date;
}

const lateness = (text: string, before: number[] = []): number[] => [...before, wholeNumber(0, 36_500)(text)];

async function foresee(options: Options, { world }: Context): Promise<void> {
  const file = fileOf(options, world);
  const policy = await policyOf(world, file);
  const all = forecast(policy, {
    ...spanOf(options, world.clock.now()),
    ...(options.region !== undefined && { region: options.region }),
    tables: sizesOf(options),
  });
  const foreseen = foreseenIn(all, options);
  // What draws takes a while to load.
  const { forecastChart, terminalChart } = await import("@holdfast/backup-policy/chart");
  const { chart } = options;
  if (chart !== undefined) await writePicture(chart, forecastChart(all), world);
  if (options.json) {
    world.print(JSON.stringify({ policy: file, ...foreseen, ...(chart !== undefined && { chart }) }));
    return;
  }
  world.print(terminalChart(all, world.terminal));
  world.print(forecastReport(foreseen, world.paint));
  if (chart !== undefined) world.print(`\nThe picture is in ${chart}.`);
}

const writePicture = (path: string, picture: string, { writeFile }: World): Promise<void> =>
  writeFile(path, picture).catch((cause) => {
    throw new CouldNotRun(`The picture can't be written to ${path}: ${cause.message}`, {
      next: "Name a file in a folder that exists, with --chart.",
      cause,
    });
  });

function sizesOf({ size = [], growth = [] }: Options): TableSize[] {
  const [nothing] = growthsOfNothing(size, growth);
  if (nothing === undefined) return tablesOf(size, growth);
  throw new CouldNotRun(`--growth names ${nothing}, of which no size is known.`, {
    next: `Give one: --size ${nothing}=5`,
  });
}

function spanOf({ from, to, days, since }: Options, now: Date): { from: Date; to: Date; since?: Date } {
  const begin = from ?? new Date(Math.floor(now.getTime() / DAY) * DAY);
  const end = to ?? new Date(begin.getTime() + days * DAY);
  const length = (end.getTime() - begin.getTime()) / DAY;
  if (length > 0 && length <= LONGEST) return { from: begin, to: end, ...(since && { since }) };
  throw new CouldNotRun(`A forecast from ${date(begin)} to ${date(end)} isn't one.`, {
    next: `The end has to be later than the beginning, by ${LONGEST} days at most.`,
  });
}

const date = (at: Date): string => at.toISOString().slice(0, 10);

function foreseenIn(all: Forecast, { late = latenesses(all.policy), size = [] }: Options): Foreseen {
  const { policy, from, to, lanes } = all;
  const last = new Date(to.getTime() - 1);
  const restore = size.length > 0 ? all.restoreAt(last) : undefined;
  return {
    from,
    to,
    lanes: lanes.map((lane, i) => ({ ...lane, held: all.heldAt(last)[i]! })),
    losses: lossesOf(all, late),
    ...(size.length > 0 && { months: all.months() }),
    ...(restore && { restore }),
    prices: { on: policy.prices.on, source: policy.prices.source },
  };
}

/** Days that a policy answers differently: at once, a day, a week, a month, and as late as it has to reach. */
const latenesses = ({ objectives: { reachBackDays } }: Policy): number[] =>
  [...new Set([0, 1, 7, 30, 90, reachBackDays])]
    .filter((days) => days <= reachBackDays)
    .sort((a, b) => a - b);

function lossesOf(all: Forecast, late: readonly number[]): Foreseen["losses"] {
  const places = [...new Set(all.lanes.map(({ place }) => place))];
  const scenarios: [name: string, scenario: Scenario][] = [
    ...(all.policy.continuous ? [["continuous recovery and recovery points", {}] as [string, Scenario]] : []),
    ...places.map((place): [string, Scenario] => [
      place === "vault" ? "the vault's recovery points" : `the copies in ${place}`,
      { places: [place] },
    ]),
  ];
  return scenarios.map(([from, scenario]) => ({
    from,
    worst: late.map((days) => ({ noticedAfterDays: days, ...all.worstLoss(days, scenario) })),
  }));
}
