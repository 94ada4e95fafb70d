import { type Forecast, type ForecastSpan, forecast } from "../src/forecast/index.ts";
import {
  cron,
  daily,
  days,
  definePolicy,
  hours,
  monthly,
  ownRestores,
  type Policy,
  toRegion,
  weekly,
  yearly,
  years,
} from "../src/index.ts";
import { parseSchedule } from "../src/schedule.ts";

const DAY = 24 * 60 * 60_000;
/** Milliseconds that a call may take. */
const LIMIT = 50;
const ROUNDS = 25;

const span: ForecastSpan = {
  from: new Date("2027-01-01T00:00:00Z"),
  to: new Date("2037-01-01T00:00:00Z"),
  tables: [
    { name: "Item", gb: 120, growth: { percentPerMonth: 2 } },
    { name: "Category", gb: 1, growth: { gbPerMonth: 0.1 } },
  ],
};

const windows = { startWindow: hours(1), completionWindow: hours(2) };
const hourlyRule = (timeZone: string) => cron("cron(0 * * * ? *)", { timeZone, keep: days(35), ...windows });

const policyWith = (rules: Parameters<typeof definePolicy>[0]["rules"]): Policy =>
  definePolicy({
    vault: { name: "holdfast", backupAdmin: { principals: ["account"] }, key: { multiRegion: true } },
    protect: [{ kind: "tag", key: "holdfast:backup", value: "on" }],
    rules,
    assumptions: { advancedDynamoDb: true },
    objectives: { rpoHours: 27, rtoMinutes: 60, reachBackDays: 30 },
    verification: { schedule: "cron(15 8 * * ? *)", by: ownRestores(), proofStaleAfterHours: 48 },
  });

const hourly = policyWith({ hourly: hourlyRule("UTC") });
const hourlyInParis = policyWith({ hourly: hourlyRule("Europe/Paris") });
const hourlyForTenYears = policyWith({ hourly: { ...hourlyRule("Europe/Paris"), keepDays: 3650 } });
const everything = policyWith({
  hourly: { ...hourlyRule("Europe/Paris"), copies: [toRegion("eu-west-1", { keep: days(90) })] },
  daily: daily({ at: "05:00", keep: days(60), ...windows }),
  weekly: weekly({ on: "SAT", at: "09:00", keep: days(90), ...windows }),
  monthly: monthly({ on: "last", at: "13:00", keep: years(7), coldAfter: days(30), ...windows }),
  yearly: yearly({ month: "FEB", on: "last", at: "17:00", keep: years(10), coldAfter: days(30), ...windows }),
});

/** Each look-up makes the forecast anew, so that nothing is left over from the round before. */
const cases: [name: string, policy: Policy, ask: (seen: Forecast) => unknown][] = [
  ["points of an hourly rule", hourly, (seen) => seen.pointsAt(span.to)],
  ["the same in a zone with summer time", hourlyInParis, (seen) => seen.pointsAt(span.to)],
  ["worst loss, noticed a week late", hourlyInParis, (seen) => seen.worstLoss(7)],
  ["newest usable point, every day", hourlyInParis, everyDay((seen, at) => seen.newestUsable(at))],
  ["storage and costs, every month", hourlyInParis, (seen) => seen.months()],
  ["points of an hourly rule kept ten years", hourlyForTenYears, (seen) => seen.heldAt(span.to)],
  ["storage and costs of that", hourlyForTenYears, (seen) => seen.months()],
  ["five rules, the hourly one with copies", everything, (seen) => seen.heldAt(span.to)],
  ["their worst loss", everything, (seen) => seen.worstLoss(7)],
  ["their storage and costs", everything, (seen) => seen.months()],
];

function everyDay(ask: (seen: Forecast, at: Date) => unknown): (seen: Forecast) => void {
  return (seen) => {
    for (let at = span.from.getTime(); at < span.to.getTime(); at += DAY) ask(seen, new Date(at));
  };
}

interface Taken {
  clock: number;
  /** Of all the process's threads; on a busy machine the clock shows the others' work too. */
  processor: number;
}

function taken(run: () => unknown): Taken {
  const [begin, used] = [performance.now(), process.cpuUsage()];
  run();
  const { user, system } = process.cpuUsage(used);
  return { clock: performance.now() - begin, processor: (user + system) / 1000 };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** What the forecast would take if it asked for one run after the other, for its points alone. */
function oneByOne({ rules }: Policy): void {
  for (const { schedule, timeZone } of Object.values(rules)) {
    const due = parseSchedule(schedule, timeZone);
    for (let next = due.next(span.from); next && next < span.to; next = due.next(next));
  }
}

const print = (...columns: [string, ...(number | string)[]]) => {
  const [name, ...rest] = columns;
  const cells = rest.map((cell) => (typeof cell === "number" ? cell.toFixed(1) : cell).padStart(11));
  process.stdout.write(`${name.padEnd(42)}${cells.join("")}\n`);
};

process.stdout.write(`Ten years, ${span.from.getUTCFullYear()} to ${span.to.getUTCFullYear() - 1}; `);
process.stdout.write(`milliseconds a call, the forecast made anew in each of ${ROUNDS} calls.\n\n`);
print("", "first", "median", "processor", `of ${LIMIT}`);
let slowest = 0;
for (const [name, policy, ask] of cases) {
  const call = () => ask(forecast(policy, span));
  const first = taken(call);
  const rounds = Array.from({ length: ROUNDS }, () => taken(call));
  const clock = median(rounds.map((round) => round.clock));
  const processor = median(rounds.map((round) => round.processor));
  slowest = Math.max(slowest, processor);
  print(name, first.clock, clock, processor, `${Math.round((100 * processor) / LIMIT)} %`);
}

const arithmetic = median(
  Array.from({ length: ROUNDS }, () => taken(() => forecast(hourly, span)).processor),
);
const library = taken(() => oneByOne(hourly)).processor;
process.stdout.write(
  `\nOne run after the other, the library takes ${library.toFixed(0)} ms for the hourly rule's points: ` +
    `${(library / arithmetic).toFixed(0)} times what the forecast takes.\n`,
);
if (slowest > LIMIT) {
  process.stderr.write(
    `The slowest call takes ${slowest.toFixed(1)} ms of the processor, more than ${LIMIT}.\n`,
  );
  process.exitCode = 1;
}
