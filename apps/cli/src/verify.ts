import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionStatus,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import * as v from "valibot";
import type { Services } from "./backup.ts";
import { outputsOf } from "./cloud.ts";
import { CouldNotRun } from "./errors.ts";
import { poll } from "./poll.ts";
import type { Table } from "./tables.ts";

const Finding = v.object({
  check: v.string(),
  severity: v.picklist(["INFO", "WARNING", "ERROR"]),
  subject: v.nullish(v.string()),
  sentence: v.string(),
});

const Result = v.object({
  model: v.string(),
  table: v.string(),
  verdict: v.picklist(["PASSED", "FAILED", "INCONCLUSIVE"]),
  findings: v.array(Finding),
  recoveryPointCreatedAt: v.nullish(v.string()),
  ruleName: v.nullish(v.string()),
  liveItems: v.nullish(v.number()),
  restoredItems: v.nullish(v.number()),
  differences: v.nullish(v.number()),
  restoreSeconds: v.nullish(v.number()),
});

const Summary = v.object({
  runId: v.string(),
  results: v.array(Result),
  /** Restored tables that could not be deleted. */
  kept: v.optional(v.array(v.object({ table: v.string(), reason: v.string() })), []),
});

export type Finding = v.InferOutput<typeof Finding>;
export type Result = v.InferOutput<typeof Result>;

/** One verification run: a result for each table asked for, in that order. */
export interface Run {
  runId: string;
  passed: boolean;
  seconds: number;
  results: Result[];
  /** Restored tables that could not be deleted yet; the next run tries again. */
  kept: { table: string; reason: string }[];
}

export interface Asked {
  tables: Table[];
  /** Whose newest points are restored; absent: the newest of whatever rule. */
  rule?: string | undefined;
}

/** The error name with which the state machine ends when a verdict isn't PASSED; its cause is the summary. */
const notPassed = "VerificationNotPassed";

/** The error name of a run that was asked for what there isn't. */
const refused = "InvalidRequest";

/** Step Functions has a failed Lambda's error as JSON text in the cause. */
function messageOf(cause = ""): string {
  try {
    return String(JSON.parse(cause).errorMessage ?? cause);
  } catch {
    return cause;
  }
}

/** Runs the verifier's state machine over the tables and waits for its verdicts. */
export const verify =
  ({ cloud, clock, newId, signal }: Services) =>
  async ({ tables, rule }: Asked, tell: (progress: string) => void): Promise<Run> => {
    const stateMachineArn = (await outputsOf(cloud, "Verification"))("StateMachineArn");
    const { executionArn } = await cloud.stepFunctions.send(
      new StartExecutionCommand({
        stateMachineArn,
        name: newId(),
        input: JSON.stringify({
          tables: tables.map(({ table }) => table),
          rule,
          startedBy: await callerOf(cloud),
        }),
      }),
    );
    let seconds = 0;
    const execution = await poll<DescribeExecutionCommandOutput>(
      {
        ask: () => cloud.stepFunctions.send(new DescribeExecutionCommand({ executionArn })),
        isOver: ({ status }) =>
          status !== ExecutionStatus.RUNNING && status !== ExecutionStatus.PENDING_REDRIVE,
        tell: ({ status }, elapsed) => {
          seconds = elapsed;
          tell(`${status?.toLowerCase()}, ${elapsed} s`);
        },
        interruptedMessage: `Stopped waiting. The verification goes on, writes its verdicts and cleans up after itself: ${executionArn}`,
      },
      { clock, signal },
    );
    const { runId, results, kept } = readSummary(execution);
    const complete = tables.map((table) => resultFor(table, results));
    return { runId, seconds, results: complete, kept, passed: isPassed(complete) };
  };

/** Whom the evidence names: nobody where that can't be asked. */
const callerOf = ({ sts }: Pick<Services["cloud"], "sts">): Promise<string | undefined> =>
  sts.send(new GetCallerIdentityCommand({})).then(
    ({ Arn }) => Arn,
    () => undefined,
  );

/** A table that the run says nothing about is never a pass. */
const resultFor = ({ model, table }: Table, results: Result[]): Result =>
  results.find((result) => result.table === table) ?? {
    model,
    table,
    verdict: "INCONCLUSIVE",
    findings: [
      { check: "run", severity: "ERROR", sentence: "The verification run gave no verdict for this table." },
    ],
  };

const isPassed = (results: Result[]): boolean =>
  results.length > 0 && results.every(({ verdict }) => verdict === "PASSED");

function readSummary({ status, output, error, cause, executionArn }: DescribeExecutionCommandOutput) {
  if (error === refused) throw new CouldNotRun(messageOf(cause));
  const ended = status === ExecutionStatus.SUCCEEDED || error === notPassed;
  if (!ended) {
    throw new CouldNotRun(
      `The verification ended as ${status}${error ? ` with ${error}` : ""}${cause ? `: ${cause}` : "."}`,
      { next: `Its steps are in the history of ${executionArn}.` },
    );
  }
  try {
    return v.parse(Summary, JSON.parse((status === ExecutionStatus.SUCCEEDED ? output : cause) ?? ""));
  } catch (problem) {
    throw new CouldNotRun(
      "The verification ended without a summary that can be read, so nothing is proven.",
      {
        next: `Look at the output of ${executionArn}.`,
        cause: problem,
      },
    );
  }
}
