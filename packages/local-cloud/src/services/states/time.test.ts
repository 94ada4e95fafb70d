import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CloudClock } from "../../clock.ts";
import { testClock } from "../../testing.ts";
import type { InvocationResult } from "../lambda/process.ts";
import { machineArn, type TestMachine, task, testMachine } from "./testing.ts";

const start = Date.UTC(2026, 0, 1);
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

let clock: CloudClock;
let it: TestMachine;
/** When the function was called. */
let calls: string[];
let answer: () => InvocationResult;
const after = (ms: number) => new Date(start + ms);

beforeEach(async () => {
  clock = testClock(() => start);
  it = await testMachine(clock);
  calls = [];
  answer = () => ({ payload: {} });
  it.invoke = async (payload) => {
    calls.push(clock.now().toISOString());
    await delay(5);
    const result = answer();
    return "payload" in result ? { payload: { ...payload, ...(result.payload as object) } } : result;
  };
});
afterEach(() => it.stop());

const run = (definition: object, input = {}) => it.start(definition, input);
const newest = () => it.executions.list(machineArn)[0]!;
const status = () => newest().status;

describe("a Wait state", () => {
  test.each([
    ["Seconds", 5400],
    ["SecondsPath", "$.seconds"],
    ["Timestamp", "2026-01-01T01:30:00Z"],
    ["TimestampPath", "$.date"],
  ])("with %s waits on the cloud's clock", async (field, value) => {
    const input = { seconds: 5400, date: "2026-01-01T01:30:00Z" };
    await run({ StartAt: "Wait", States: { Wait: { Type: "Wait", [field]: value, End: true } } }, input);

    await clock.advance(after(89 * minute));
    expect(status()).toBe("RUNNING");
    await clock.advance(after(91 * minute));
    expect(newest()).toMatchObject({
      status: "SUCCEEDED",
      startDate: start / 1000,
      stopDate: (start + 90 * minute) / 1000,
      output: JSON.stringify(input),
    });
  });

  test("for a time that has passed is over at once", async () => {
    await run({
      StartAt: "Wait",
      States: { Wait: { Type: "Wait", Timestamp: "2020-01-01T00:00:00Z", End: true } },
    });
    await clock.advance(after(1));
    expect(status()).toBe("SUCCEEDED");
  });

  test("ends when its execution is stopped", async () => {
    const { arn: execution } = await run({
      StartAt: "Wait",
      States: { Wait: { Type: "Wait", Seconds: 86_400, End: true } },
    });
    await it.executions.abort(execution);
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
  await run({ StartAt: "Task", States });
  await clock.advance(after(days * day));

  expect(calls).toEqual(Array.from({ length: days }, (_, index) => after(index * day).toISOString()));
  expect(status()).toBe("SUCCEEDED");
});

test("advancing waits for all iterations of a Map, each with its own waits", async () => {
  await run(
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
  await run({ StartAt: "Task", States: { Task: { ...task, Retry, End: true } } });
  await clock.advance(after(day));

  expect(calls).toEqual([0, 10, 40, 130].map((minutes) => after(minutes * minute).toISOString()));
  expect(status()).toBe("SUCCEEDED");
});

test("an execution that takes longer than its machine allows has timed out", async () => {
  await run({
    StartAt: "Wait",
    TimeoutSeconds: 3600,
    States: { Wait: { Type: "Wait", Seconds: 86_400, End: true } },
  });
  await clock.advance(after(2 * hour));

  expect(newest()).toMatchObject({
    status: "TIMED_OUT",
    stopDate: (start + hour) / 1000,
  });
  expect(clock.nextDue()).toBeUndefined();
});

test("tells states the cloud's time", async () => {
  await clock.advance(after(day));
  await run({
    StartAt: "Tell",
    States: { Tell: { Type: "Pass", Parameters: { "at.$": "$$.Execution.StartTime" }, End: true } },
  });
  await clock.advance(after(day + 1));

  expect(newest().output).toBe('{"at":"2026-01-02T00:00:00.000Z"}');
});
