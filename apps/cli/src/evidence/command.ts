import { policyInWords } from "@holdfast/backup-policy";
import { entryName, hashOf } from "@holdfast/restore-check";
import { type Command, InvalidArgumentError } from "commander";
import { tablesOf } from "../cloud.ts";
import { type Context, examples, type SharedOptions } from "../commands/command.ts";
import { CouldNotRun, exitCode } from "../errors.ts";
import { exitCodes, fileOf, type PolicyOptions, policyOf, policyOption } from "../policy/options.ts";
import type { World } from "../world.ts";
import { type CheckedEvidence, checkEvidence } from "./checkEvidence.ts";
import type { RunEntry, TableEntry } from "./entry.ts";
import { evidenceFiles } from "./read.ts";
import { reportPage } from "./reportPage.ts";

/** What the verifier found out, kept so that nobody can change it unseen. */
export function evidenceCommand(program: Command, context: Context): Command {
  const evidence = program
    .command("evidence")
    .description("The evidence of all verifications: is it whole, give it out, make a report of it.");
  evidence
    .command("check")
    .description("Follow the chain of entries, and hold the recorded verdicts against it.")
    .option("--head <sequence:hash>", "the newest entry as noted earlier: is it still there?", head)
    .addHelpText(
      "after",
      examples(["evidence check", "evidence check --stage prod --json", "evidence check --head 42:9f2c…"]),
    )
    .addHelpText("after", exitCodes("something was altered, removed or added"))
    .action((_, self: Command) => check(self.optsWithGlobals(), context));
  evidence
    .command("export")
    .description("Give out every entry, a JSON document a line; with --json, one document with all.")
    .option("--out <file>", "write them to a file (default: print them)")
    .addHelpText(
      "after",
      examples(["evidence export > evidence.jsonl", "evidence export --out evidence.jsonl"]),
    )
    .addHelpText("after", exitCodes())
    .action((_, self: Command) => exportAll(self.optsWithGlobals(), context));
  policyOption(evidence.command("report"))
    .description("Write a report for an auditor: one HTML page that prints well.")
    .requiredOption("--out <file>", "the page to write")
    .option("--since <date>", "only verifications from then on, such as 2026-01-01", day)
    .option("--until <date>", "only verifications before then", day)
    .addHelpText(
      "after",
      examples([
        "evidence report --out report.html",
        "evidence report --out q1.html --since 2026-01-01 --until 2026-04-01",
      ]),
    )
    .addHelpText("after", exitCodes("the evidence is not whole: the report says where"))
    .action((_, self: Command) => report(self.optsWithGlobals(), context));
  return evidence;
}

interface Head {
  sequence: number;
  hash: string;
}

function head(value: string): Head {
  const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(value) ?? [];
  if (!sequence || !hash)
    throw new InvalidArgumentError("It has to be an entry's number, a colon and its SHA-256 in hex.");
  return { sequence: Number(sequence), hash };
}

function day(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value)))
    return new Date(value).toISOString();
  throw new InvalidArgumentError("It has to be a date such as 2026-01-01.");
}

async function checked(
  options: SharedOptions,
  world: World,
): Promise<{ evidence: CheckedEvidence; where: string }> {
  const cloud = await world.connect(options);
  const verifications = (await tablesOf(cloud)).find(({ model }) => model === "Verification");
  const all: CheckedEvidence[] = [];
  await world.showSteps([
    {
      title: "Read the evidence and the recorded verdicts",
      async run() {
        all.push(await checkEvidence(cloud, verifications));
        return `${all[0]!.entries} entries`;
      },
    },
  ]);
  return { evidence: all[0]!, where: cloud.where };
}

async function check(options: SharedOptions & { head?: Head }, { world, end }: Context): Promise<void> {
  const { evidence } = await checked(options, world);
  const { entries, head: newest, problems, agreeing, older, read } = evidence;
  const { head: noted } = options;
  if (noted && !(await isThere(options, noted, world))) {
    problems.push({
      entry: String(noted.sequence),
      sentence: `The entry that was noted, ${noted.hash.slice(0, 12)}…, is not there: the end was cut off or written anew.`,
    });
  }
  if (options.json) world.print(JSON.stringify({ entries, head: newest, problems, agreeing, older }));
  else world.print(textOf({ entries, head: newest, problems, agreeing, older, read }, world));
  if (problems.length > 0) end(exitCode.notPassed);
}

async function isThere(options: SharedOptions, { sequence, hash }: Head, world: World): Promise<boolean> {
  const cloud = await world.connect(options);
  for await (const { name, bytes } of evidenceFiles(cloud, () => {}))
    if (name === entryName(sequence)) return hashOf(bytes) === hash;
  return false;
}

function textOf(
  { entries, head: newest, problems, agreeing, older }: CheckedEvidence,
  { paint }: World,
): string {
  const lines = problems.map(({ entry, sentence }) => `${paint("red", entry)}  ${sentence}`);
  if (problems.length === 0) {
    lines.push(
      entries === 0
        ? "There is no evidence yet: nothing was verified."
        : `${paint("green", "Whole.")} ${entries} entries follow each other; ${agreeing} recorded verdicts agree with them.`,
    );
  }
  if (older > 0)
    lines.push(`${older} recorded verdicts are older than the evidence: nothing stands for them.`);
  if (newest) lines.push(`Newest entry, to note elsewhere: ${newest.sequence}:${newest.hash}`);
  return lines.join("\n");
}

async function exportAll(options: SharedOptions & { out?: string }, { world }: Context): Promise<void> {
  const cloud = await world.connect(options);
  const entries: unknown[] = [];
  for await (const { name, bytes } of evidenceFiles(cloud, () => {})) entries.push(parsed(name, bytes));
  const text = options.json
    ? JSON.stringify({ entries })
    : entries.map((entry) => JSON.stringify(entry)).join("\n");
  if (!options.out) return world.print(text);
  await write(world, options.out, `${text}\n`);
  world.warn(`${entries.length} entries in ${options.out}.`);
}

function parsed(name: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return { unreadable: name, base64: bytes.toString("base64") };
  }
}

type ReportOptions = PolicyOptions & { out: string; since?: string; until?: string };

async function report(options: ReportOptions, { world, end }: Context): Promise<void> {
  const { evidence, where } = await checked(options, world);
  const { since = "", until = "9999" } = options;
  const tables = evidence.read
    .filter((entry): entry is TableEntry => entry.kind === "table")
    .filter(({ startedAt }) => startedAt >= since && startedAt < until);
  const runs = evidence.read.filter((entry): entry is RunEntry => entry.kind === "run");
  const policy = await policyOf(world, fileOf(options, world)).then(policyInWords, () => undefined);
  const page = reportPage({
    where,
    madeAt: await (await world.connect(options)).now(),
    ...(policy && { policy }),
    evidence,
    tables,
    runs: new Map(runs.map((run) => [run.runId, run])),
  });
  await write(world, options.out, page);
  const { problems } = evidence;
  if (options.json) world.print(JSON.stringify({ report: options.out, verdicts: tables.length, problems }));
  else world.print(`${tables.length} verdicts in ${options.out}.`);
  if (problems.length > 0) {
    if (!options.json) world.warn("The evidence is not whole: the report says where.");
    end(exitCode.notPassed);
  }
}

async function write({ writeFile }: World, file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: NodeJS.ErrnoException) => {
    throw new CouldNotRun(`${file} can't be written: ${cause.message}`, {
      next: "Name another file with --out.",
      cause,
    });
  });
}
