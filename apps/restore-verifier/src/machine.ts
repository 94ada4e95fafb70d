import { BUSY_RETRIES, busy } from "./errors.ts";
import { GROUPS_AT_ONCE, scansInAGroup } from "./plan/plan.ts";

/** Each step's function, by its ARN. */
export type StepArns = Record<Step, string>;

export const steps = [
  "sweep",
  "pick",
  "findTest",
  "startRestore",
  "awaitRestore",
  "plan",
  "scan",
  "joinRelations",
  "joinSides",
  "check",
  "record",
  "cleanUp",
] as const;
export type Step = (typeof steps)[number];

const TABLES_AT_ONCE = 10;

type State = Record<string, unknown>;
type States = Record<string, State>;

/** Lambda's own failures, worth more and longer attempts than the function's: https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html */
const lambdaFailures = [
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
];
const backOff = { IntervalSeconds: 1, BackoffRate: 2, JitterStrategy: "FULL" };

interface TaskProps {
  timeout: number;
  next?: string;
  /** Where the answer goes; absent: it becomes the state's output. */
  into?: string;
  parameters?: State;
  /** Where a failure goes, after all attempts. */
  otherwise: { next: string; into?: string };
  /** Errors that another attempt would only repeat, and where they go. */
  final?: { errors: string[]; next?: string };
}

/**
 * The verification as a state machine. Restores each table, or takes what AWS restore testing restores; reads them all in parts; joins what refers from one to
 * another; checks, judges and records each table; cleans up, whatever happened.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export function verificationMachine(arns: StepArns, { mostScans }: { mostScans: number }): State {
  const task = (step: Step, props: TaskProps): State => ({
    Type: "Task",
    Resource: arns[step],
    TimeoutSeconds: props.timeout,
    ...(props.parameters && { Parameters: props.parameters }),
    ...(props.into && { ResultPath: props.into }),
    Retry: [
      ...(props.final ? [{ ErrorEquals: props.final.errors, MaxAttempts: 0 }] : []),
      { ErrorEquals: lambdaFailures, ...backOff, MaxAttempts: 6 },
      { ErrorEquals: busy, ...backOff, IntervalSeconds: 5, MaxDelaySeconds: 120, MaxAttempts: BUSY_RETRIES },
      { ErrorEquals: ["States.TaskFailed"], ...backOff, MaxAttempts: 2 },
    ],
    Catch: [
      ...(props.final?.next
        ? [{ ErrorEquals: props.final.errors, ResultPath: "$.problem", Next: props.final.next }]
        : []),
      {
        ErrorEquals: ["States.ALL"],
        ResultPath: props.otherwise.into ?? "$.problem",
        Next: props.otherwise.next,
      },
    ],
    ...(props.next ? { Next: props.next } : { End: true }),
  });

  /**
   * Gives a token to the function, and waits until somebody sends it back, or for as long as the timeout.
   * https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
   */
  const untilTold = (step: Step, { timedOut, ...props }: UntilTold): State => {
    const { Catch, ...asked } = task(step, props);
    return {
      ...asked,
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Parameters: { FunctionName: arns[step], Payload: { "token.$": "$$.Task.Token", "run.$": "$" } },
      Catch: [{ ErrorEquals: ["States.Timeout"], ResultPath: null, Next: timedOut }, ...(Catch as State[])],
    };
  };

  /** Many Lambdas at once, each on one of the items; a part that fails leaves nothing, and the check finds it missing. */
  const each = (label: string, { items, select, start, states, next, atOnce }: Distributed): State => ({
    Type: "Map",
    Label: label,
    ItemsPath: items,
    ItemSelector: select,
    MaxConcurrency: atOnce,
    ToleratedFailurePercentage: 100,
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: start,
      States: { ...states, [`${label}Left`]: { Type: "Pass", Result: {}, End: true } },
    },
    ResultPath: null,
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: next }],
    Next: next,
  });

  /** Reads one batch, in as many turns as its Lambda's time asks for. */
  const scanStates = (prefix: string, left: string): States => ({
    [`${prefix}Batch`]: {
      ...task("scan", {
        timeout: 960,
        next: `${prefix}IsDone`,
        // Twice the time would not be enough either: the part that was read is kept, if its receipt is there.
        otherwise: { next: left },
      }),
    },
    [`${prefix}IsDone`]: {
      Type: "Choice",
      Choices: [{ Variable: "$.isDone", BooleanEquals: true, Next: left }],
      Default: `${prefix}Batch`,
    },
  });

  const restored = { into: "$.restore", next: "Restored", otherwise: { next: "Restored" } };
  const restoreTable: States = {
    HasRestoreTest: {
      Type: "Choice",
      Choices: [{ Variable: "$.restoreTest", IsPresent: true, Next: "FindTest" }],
      Default: "HasRecoveryPoint",
    },
    FindTest: task("findTest", { timeout: 120, next: "IsTestFound", otherwise: { next: "Restored" } }),
    IsTestFound: {
      Type: "Choice",
      Choices: [
        { Variable: "$.restore", IsPresent: true, Next: "AwaitRestore" },
        { Variable: "$.testWaitSeconds", IsPresent: true, Next: "WaitForTest" },
      ],
      Default: "Restored",
    },
    WaitForTest: { Type: "Wait", SecondsPath: "$.testWaitSeconds", Next: "FindTest" },
    HasRecoveryPoint: {
      Type: "Choice",
      Choices: [{ Variable: "$.recoveryPoint", IsPresent: true, Next: "StartRestore" }],
      Default: "Restored",
    },
    StartRestore: task("startRestore", {
      timeout: 120,
      into: "$.restore",
      next: "AwaitRestore",
      otherwise: { next: "Restored" },
    }),
    // Should the event be lost, the next state looks for itself: soon, then less often.
    AwaitRestore: untilTold("awaitRestore", { ...restored, timeout: 60, timedOut: "AwaitLonger" }),
    AwaitLonger: untilTold("awaitRestore", { ...restored, timeout: 300, timedOut: "AwaitLonger" }),
    Restored: { Type: "Pass", End: true },
  };

  const atOnceInAGroup = scansInAGroup(mostScans);

  const checkGroup: States = {
    Check: task("check", {
      timeout: 960,
      into: "$.checked",
      next: "NeedsJoin",
      otherwise: { next: "Record" },
    }),
    NeedsJoin: {
      Type: "Choice",
      Choices: [{ Variable: "$.checked.toJoin[0]", IsPresent: true, Next: "ReadItems" }],
      Default: "Record",
    },
    ReadItems: each("ReadItems", {
      items: "$.checked.units",
      select: { "runId.$": "$.runId", pass: "items", "batch.$": "$$.Map.Item.Value" },
      start: "ItemsBatch",
      states: scanStates("Items", "ReadItemsLeft"),
      next: "JoinSides",
      atOnce: atOnceInAGroup,
    }),
    JoinSides: each("JoinSides", {
      items: "$.checked.buckets",
      select: { "runId.$": "$.runId", "models.$": "$.checked.toJoin", "bucket.$": "$$.Map.Item.Value" },
      start: "JoinSidesBucket",
      states: {
        JoinSidesBucket: task("joinSides", {
          timeout: 960,
          next: "JoinSidesLeft",
          otherwise: { next: "JoinSidesLeft" },
        }),
      },
      next: "CheckJoined",
      atOnce: atOnceInAGroup,
    }),
    CheckJoined: task("check", {
      timeout: 960,
      into: "$.checked",
      next: "Record",
      otherwise: { next: "Record" },
    }),
    Record: task("record", { timeout: 300, otherwise: { next: "NotRecorded" } }),
    NotRecorded: {
      Type: "Pass",
      Parameters: { "group.$": "$.group", "notRecorded.$": "$.problem" },
      End: true,
    },
  };

  const inEach = (items: string, start: string, states: States, into: string, next: string): State => ({
    Type: "Map",
    ItemsPath: items,
    MaxConcurrency: TABLES_AT_ONCE,
    ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, StartAt: start, States: states },
    ResultPath: into,
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.problem", Next: "RecordAll" }],
    Next: next,
  });

  const states: States = {
    Begin: {
      Type: "Pass",
      Parameters: {
        "runId.$": "$$.Execution.Name",
        "executionArn.$": "$$.Execution.Id",
        "request.$": "$$.Execution.Input",
        tables: [],
      },
      Next: "Sweep",
    },
    Sweep: task("sweep", {
      timeout: 300,
      into: "$.sweep",
      next: "Pick",
      otherwise: { next: "Pick", into: "$.sweep" },
    }),
    Pick: task("pick", {
      timeout: 300,
      parameters: {
        "runId.$": "$.runId",
        "executionArn.$": "$.executionArn",
        "request.$": "$.request",
        "retries.$": "$$.State.RetryCount",
      },
      into: "$.picked",
      next: "RestoreTables",
      final: { errors: ["InvalidRequest"], next: "Refused" },
      otherwise: { next: "RecordAll" },
    }),
    RestoreTables: inEach("$.picked.tables", "HasRestoreTest", restoreTable, "$.tables", "Plan"),
    Plan: task("plan", {
      timeout: 120,
      parameters: { "runId.$": "$.runId", "tables.$": "$.tables" },
      into: "$.plan",
      next: "ReadTables",
      otherwise: { next: "RecordAll" },
    }),
    ReadTables: each("ReadTables", {
      items: "$.plan.batches",
      select: { "runId.$": "$.runId", pass: "sums", "batch.$": "$$.Map.Item.Value" },
      start: "SumsBatch",
      states: scanStates("Sums", "ReadTablesLeft"),
      next: "JoinRelations",
      atOnce: mostScans,
    }),
    JoinRelations: each("JoinRelations", {
      items: "$.plan.buckets",
      select: { "runId.$": "$.runId", "bucket.$": "$$.Map.Item.Value" },
      start: "JoinRelationsBucket",
      states: {
        JoinRelationsBucket: task("joinRelations", {
          timeout: 960,
          next: "JoinRelationsLeft",
          otherwise: { next: "JoinRelationsLeft" },
        }),
      },
      next: "Forget",
      atOnce: mostScans,
    }),
    // The plan is in the store: what the state may carry is for the results.
    Forget: {
      Type: "Pass",
      Parameters: { "groups.$": "$.plan.groups" },
      ResultPath: "$.plan",
      Next: "CheckGroups",
    },
    CheckGroups: {
      ...inEach("$.plan.groups", "Check", checkGroup, "$.results", "CleanUp"),
      ItemSelector: { "runId.$": "$.runId", "tables.$": "$.tables", "group.$": "$$.Map.Item.Value" },
      MaxConcurrency: GROUPS_AT_ONCE,
    },
    RecordAll: task("record", {
      timeout: 120,
      parameters: { "runId.$": "$.runId", "request.$": "$.request", "problem.$": "$.problem" },
      into: "$.results",
      next: "CleanUp",
      otherwise: { next: "NothingRecorded" },
    }),
    NothingRecorded: { Type: "Pass", Result: [], ResultPath: "$.results", Next: "CleanUp" },
    CleanUp: task("cleanUp", {
      timeout: 300,
      parameters: {
        "runId.$": "$.runId",
        "request.$": "$.request",
        "sweep.$": "$.sweep",
        "tables.$": "$.tables",
        "results.$": "$.results",
      },
      next: "HasPassed",
      otherwise: { next: "NotCleanedUp" },
    }),
    HasPassed: {
      Type: "Choice",
      Choices: [{ Variable: "$.verdict", StringEquals: "PASSED", Next: "Passed" }],
      Default: "NotPassed",
    },
    Passed: { Type: "Succeed", InputPath: "$.summary" },
    NotPassed: { Type: "Fail", Error: "VerificationNotPassed", CausePath: "$.cause" },
    // A timeout has no cause.
    NotCleanedUp: { Type: "Fail", Error: "NotCleanedUp", CausePath: "States.JsonToString($.problem)" },
    Refused: { Type: "Fail", ErrorPath: "$.problem.Error", CausePath: "$.problem.Cause" },
  };
  return {
    Comment:
      "Restores of each table the newest recovery point, or a rule's newest, or takes what a restore test restored; compares what came back with the live table, records a verdict, cleans up.",
    StartAt: "Begin",
    States: states,
  };
}

interface UntilTold extends Omit<TaskProps, "parameters"> {
  /** Where it goes on when nobody told: no failure. */
  timedOut: string;
}

interface Distributed {
  items: string;
  select: State;
  start: string;
  states: States;
  next: string;
  atOnce: number;
}
