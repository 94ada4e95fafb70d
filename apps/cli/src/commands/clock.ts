import type { AdvanceLine, ClockState } from "@holdfast/local-cloud/time";
import type { Command } from "commander";
import { advanceProgress, advanceReport, clockReport, outcomeOf } from "../clockReport.ts";
import { type Cloud, isDeployed, outputsOf } from "../cloud.ts";
import type { CloudTime } from "../cloudTime.ts";
import { CouldNotRun, exitCode, Interrupted } from "../errors.ts";
import { age, moment } from "../format.ts";
import { dateOf, later } from "../later.ts";
import { type Context, examples, type SharedOptions } from "./command.ts";

interface AdvanceOptions extends SharedOptions {
  to?: string;
}

export function clockCommand(program: Command, context: Context): Command {
  const clock = program
    .command("clock")
    .description("Show the local cloud's clock: how far it is ahead, and what falls due next.")
    .addHelpText("after", examples(["clock", "clock advance 90d", "clock --json"]))
    .action((_, self: Command) => show(self.optsWithGlobals(), context));
  clock
    .command("advance")
    .description("Let time pass: all that falls due on the way is done, in order, each at its time.")
    // So that -3d is an argument, to be told about, and not five options.
    .allowUnknownOption()
    .argument("[duration]", "such as 90d, 12h, 30m, 2w, 3mo, 1y, 1d12h; or as ISO 8601 has it: P90D, PT36H")
    .option("--to <date>", "in place of a duration: 2027-01-01, or 2027-01-01T05:00, in UTC")
    .addHelpText(
      "after",
      "\nBackups, moves to cold storage, expiries, verification runs and whatever else waits for time happen for real." +
        "\nThe clock never goes back. Ctrl-C stops it where it has got to. Exit code 1: a backup or a verification failed on the way.",
    )
    .addHelpText(
      "after",
      examples(["clock advance 90d", "clock advance 1d12h", "clock advance --to 2027-01-01 --json"]),
    )
    .action((duration: string | undefined, _, self: Command) =>
      advance(duration, self.optsWithGlobals(), context),
    );
  return clock;
}

async function timeOf(
  options: SharedOptions,
  { world }: Context,
): Promise<{ cloud: Cloud; time: CloudTime }> {
  if (options.stage) {
    throw new CouldNotRun(`clock is for the local cloud, and the stage "${options.stage}" is in AWS.`, {
      next: "Leave --stage out.",
    });
  }
  const cloud = await world.connect(options);
  if (!cloud.time) throw new CouldNotRun("This cloud's time is the world's.");
  return { cloud, time: cloud.time };
}

async function show(options: SharedOptions, context: Context): Promise<void> {
  const { world } = context;
  const state = await (await timeOf(options, context)).time.read();
  world.print(options.json ? JSON.stringify(state) : clockReport(state, world.paint));
}

async function advance(
  duration: string | undefined,
  options: AdvanceOptions,
  context: Context,
): Promise<void> {
  const { world, end } = context;
  const { cloud, time } = await timeOf(options, context);
  const before = await time.read();
  const to = destination(duration, options, before);
  const verifier = (await isDeployed(cloud, "Verification"))
    ? (await outputsOf(cloud, "Verification"))("StateMachineArn")
    : undefined;
  const from = new Date(before.now);
  const began = world.clock.now().getTime();
  const seconds = () => (world.clock.now().getTime() - began) / 1000;
  const ends: AdvanceLine[] = [];
  await world.showSteps([
    {
      title: `Advance the clock from ${moment(from)} to ${moment(to)}`,
      async run(tell) {
        const progress = advanceProgress({ from, to, verifier, seconds });
        const line = await time.advance(to, (now) => tell(progress(now)), world.signal);
        // A step that was stopped isn't done, and a list would tick it off.
        if (line.ended !== "reached") throw new Interrupted(stopped(line.now, from, to));
        ends.push(line);
        return undefined;
      },
    },
  ]);
  for (const line of ends) {
    const outcome = outcomeOf({ from, to, line, verifier, seconds: seconds() });
    world.print(options.json ? JSON.stringify(outcome) : advanceReport(outcome, world.paint));
    end(outcome.ok ? exitCode.done : exitCode.notPassed);
  }
}

function destination(duration: string | undefined, { to }: AdvanceOptions, { now }: ClockState): Date {
  if ((duration === undefined) === (to === undefined)) {
    throw new CouldNotRun("How far: either a duration, or a date with --to.", {
      next: "holdfast clock advance 90d, or holdfast clock advance --to 2027-01-01",
    });
  }
  const date = duration === undefined ? dateOf(to!) : later(new Date(now), duration);
  if (date && !Number.isNaN(date.getTime())) return within(date, new Date(now));
  if (/^-[\dP]/i.test(duration ?? "")) throw neverBack(`"${duration}" is a duration back.`);
  throw duration === undefined
    ? new CouldNotRun(`"${to}" is not a date.`, { next: "Such as 2027-01-01, or 2027-01-01T05:00, in UTC." })
    : new CouldNotRun(`"${duration}" is not a duration.`, {
        next: "Such as 90d, 12h, 30m (minutes), 2w, 3mo (months), 1y, 1d12h, or P90D.",
      });
}

/** A slip of the finger would run for days, and the clock never goes back. */
const FARTHEST = "10y";

const neverBack = (what: string) =>
  new CouldNotRun(`${what} The clock never goes back: backups and proofs would be of a time to come.`, {
    next: "Give a duration such as 90d, 12h or 3mo, or with --to a later date such as 2027-01-01 or 2027-01-01T05:00, in UTC. Starting over at the machine's time: npm start -- --fresh",
  });

function within(date: Date, now: Date): Date {
  if (date <= now) throw neverBack(`${moment(date)} is past: the clock shows ${moment(now)}.`);
  if (date <= later(now, FARTHEST)!) return date;
  throw new CouldNotRun(`${moment(date)} is more than ten years on, and the clock never goes back.`, {
    next: "Advance at most 10y at a time. A day takes a second or two.",
  });
}

const stopped = (now: string, from: Date, to: Date) =>
  `Stopped at ${moment(new Date(now))}, ${age(from, new Date(now))} on and ${age(new Date(now), to)} before the end. ` +
  "All that fell due by then is done; the clock stays there and runs on.";
