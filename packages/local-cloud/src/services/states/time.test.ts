import { setTimeout as delay } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import type { CloudClock } from "../../clock.ts";
import { testClock } from "../../testing.ts";
import type { InvocationResult } from "../lambda/process.ts";
import { createExecutions, type Executions } from "./executions.ts";
import type { Machine } from "./machines.ts";

const start = Date.UTC(2026, 0, 1);
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const arn = "arn:aws:states:us-east-1:123456789012:stateMachine:machine";
const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:task";

let clock: CloudClock;
let machines: Map<string, Machine>;
let executions: Executions;
/** When the function was called. */
let calls: string[];
let answer: () => InvocationResult;
const after = (ms: number) => new Date(start + ms);

beforeEach(() => {
  clock = testClock(() => start);
  machines = new Map();
  calls = [];
  answer = () => ({ payload: {} });
  executions = createExecutions({
    file: { value: [], save() {} },
    machines,
    place: { accountId: "123456789012", region: "us-east-1", partition: "aws" },
    clock,
    newName: () => "run",
    invoke: (_, payload) =>
      clock.work(
        (async () => {
          calls.push(clock.now().toISOString());
          await delay(5);
          const result = answer();
          return "payload" in result
            ? { payload: { ...(payload as object), ...(result.payload as object) } }
            : result;
        })(),
      ),
    log() {},
  });
});

function run(definition: Record<string, unknown>, input = {}) {
  machines.set(arn, { name: "machine", arn, roleArn: "role", type: "STANDARD", definition });
  return executions.start(arn, JSON.stringify(input));
}
const status = () => executions.list(arn)[0]!.status;
const task = { Type: "Task", Resource: functionArn };

describe("a Wait state", () => {
  test.each([
    ["Seconds", 5400],
    ["SecondsPath", "$.seconds"],
    ["Timestamp", "2026-01-01T01:30:00Z"],
    ["TimestampPath", "$.date"],
  ])("with %s waits on the cloud's clock", async (field, value) => {
    const input = { seconds: 5400, date: "2026-01-01T01:30:00Z" };
    run({ StartAt: "Wait", States: { Wait: { Type: "Wait", [field]: value, End: true } } }, input);

    await clock.advance(after(89 * minute));
    expect(status()).toBe("RUNNING");
    await clock.advance(after(91 * minute));
    expect(executions.list(arn)[0]).toMatchObject({
      status: "SUCCEEDED",
      startDate: start / 1000,
      stopDate: (start + 90 * minute) / 1000,
      output: JSON.stringify(input),
    });
  });

  test("for a time that has passed is over at once", async () => {
    run({
      StartAt: "Wait",
      States: { Wait: { Type: "Wait", Timestamp: "2020-01-01T00:00:00Z", End: true } },
    });
    await clock.advance(after(1));
    expect(status()).toBe("SUCCEEDED");
  });

  test("ends when its execution is stopped", async () => {
    const { arn: execution } = run({
      StartAt: "Wait",
      States: { Wait: { Type: "Wait", Seconds: 86_400, End: true } },
    });
    executions.abort(execution);
    await clock.advance(after(minute));
    expect(status()).toBe("ABORTED");
    expect(clock.nextDue()).toBeUndefined();
  });
});

test("advancing waits for each task of an execution, and wakes it for the next", async () => {
  const days = 10;
  const wait = { Type: "Wait", Seconds: day / 1000, Next: "Task" };
  const choice = {
    Type: "Choice",
    Choices: [{ Variable: "$.count", NumericLessThan: days, Next: "Wait" }],
    Default: "Done",
  };
  let count = 0;
  answer = () => ({ payload: { count: ++count } });
  const States = { Task: { ...task, Next: "Again" }, Again: choice, Wait: wait, Done: { Type: "Succeed" } };
  run({ StartAt: "Task", States });
  await clock.advance(after(days * day));

  expect(calls).toEqual(Array.from({ length: days }, (_, index) => after(index * day).toISOString()));
  expect(status()).toBe("SUCCEEDED");
});

test("advancing waits for all iterations of a Map, each with its own waits", async () => {
  run(
    {
      StartAt: "Map",
      States: {
        Map: {
          Type: "Map",
          ItemsPath: "$.waits",
          End: true,
          ItemProcessor: {
            StartAt: "Wait",
            States: {
              Wait: { Type: "Wait", SecondsPath: "$.seconds", Next: "Task" },
              Task: { ...task, End: true },
            },
          },
        },
      },
    },
    { waits: [{ seconds: 7200 }, { seconds: 3600 }, { seconds: 10_800 }] },
  );
  await clock.advance(after(day));

  expect(calls).toEqual([1, 2, 3].map((hours) => after(hours * hour).toISOString()));
  expect(status()).toBe("SUCCEEDED");
});

test("a retry waits on the cloud's clock for its interval, growing by its rate", async () => {
  answer = () =>
    calls.length < 4 ? { error: { errorType: "Busy", errorMessage: "not yet" } } : { payload: {} };
  const Retry = [{ ErrorEquals: ["Busy"], IntervalSeconds: 600, BackoffRate: 3, MaxAttempts: 5 }];
  run({ StartAt: "Task", States: { Task: { ...task, Retry, End: true } } });
  await clock.advance(after(day));

  expect(calls).toEqual([0, 10, 40, 130].map((minutes) => after(minutes * minute).toISOString()));
  expect(status()).toBe("SUCCEEDED");
});

test("an execution that takes longer than its machine allows has timed out", async () => {
  run({
    StartAt: "Wait",
    TimeoutSeconds: 3600,
    States: { Wait: { Type: "Wait", Seconds: 86_400, End: true } },
  });
  await clock.advance(after(2 * hour));

  expect(executions.list(arn)[0]).toMatchObject({
    status: "TIMED_OUT",
    stopDate: (start + hour) / 1000,
  });
  expect(clock.nextDue()).toBeUndefined();
});

test("tells states the cloud's time", async () => {
  await clock.advance(after(day));
  run({
    StartAt: "Tell",
    States: { Tell: { Type: "Pass", Parameters: { "at.$": "$$.Execution.StartTime" }, End: true } },
  });
  await clock.advance(after(day + 1));

  expect(executions.list(arn)[0]!.output).toBe('{"at":"2026-01-02T00:00:00.000Z"}');
});
