import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AwsError } from "../../errors.ts";
import { testClock } from "../../testing.ts";
import type { Execution } from "./execution.ts";
import { machineArn, type TestMachine, task, testMachine } from "./testing.ts";

const oneTask = { StartAt: "Task", States: { Task: { ...task, End: true } } };
let it: TestMachine;

beforeEach(async () => {
  it = await testMachine(testClock(() => Date.now()));
});
afterEach(() => it.stop());

/** A function that answers when it is told to. */
function slowFunction() {
  const { promise, resolve } = Promise.withResolvers<{ payload: string }>();
  it.invoke = () => promise;
  return () => resolve({ payload: "done" });
}

test("keeps the newest 200 executions, and every one that runs", async () => {
  const slow = await it.start({
    StartAt: "Wait",
    States: { Wait: { Type: "Wait", Seconds: 9999, End: true } },
  });
  const finished = Array.from({ length: 250 }, (_, index): Execution => {
    const arn = `${slow.arn}-${index}`;
    return { ...slow, name: `earlier-${index}`, arn, number: index + 2, status: "SUCCEEDED" };
  });
  await it.store.put({ executions: finished });
  await it.restart();
  await it.run(oneTask, {});
  const names = it.executions.list(machineArn).map(({ name }) => name);

  expect(names).toHaveLength(201);
  expect(names.slice(1, 3)).toEqual(["earlier-249", "earlier-248"]);
  expect(names.at(-1)).toBe(slow.name);
  expect(await it.store.find(`${slow.arn}-50`)).toBeUndefined();
});

test("starts once what is started twice with one name and input", async () => {
  const finish = slowFunction();
  const first = await it.start(oneTask, { n: 1 }, "same");

  expect(await it.start(oneTask, { n: 1 }, "same")).toBe(first);
  await expect(it.start(oneTask, { n: 2 }, "same")).rejects.toMatchObject({ code: "ExecutionAlreadyExists" });
  finish();
  await vi.waitFor(() => expect(first.status).toBe("SUCCEEDED"));
  await expect(it.start(oneTask, { n: 1 }, "same")).rejects.toMatchObject({ code: "ExecutionAlreadyExists" });
});

test("refuses an input beyond 256 KiB", async () => {
  await expect(it.start(oneTask, "x".repeat(262_144))).rejects.toMatchObject({ code: "ValidationException" });
});

test("tells EventBridge of each execution's beginning and end", async () => {
  const { arn } = await it.run(oneTask, { n: 1 });

  expect(it.events.map(({ source, resources, detail }) => [source, resources, detail.status])).toEqual([
    ["aws.states", [arn], "RUNNING"],
    ["aws.states", [arn], "SUCCEEDED"],
  ]);
});

test("tells its history, event by event", async () => {
  it.invoke = () => ({ error: { errorType: "Broken", errorMessage: "on purpose" } });
  const { arn } = await it.run({
    StartAt: "Task",
    States: {
      Task: { ...task, Catch: [{ ErrorEquals: ["Broken"], Next: "Caught" }], End: true },
      Caught: { Type: "Pass", End: true },
    },
  });
  const events = await it.store.history(arn, { from: 0, limit: 100 });

  expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
    [1, 0, "ExecutionStarted"],
    [2, 1, "TaskStateEntered"],
    [3, 2, "LambdaFunctionScheduled"],
    [4, 3, "LambdaFunctionStarted"],
    [5, 4, "LambdaFunctionFailed"],
    [6, 5, "TaskStateExited"],
    [7, 6, "PassStateEntered"],
    [8, 7, "PassStateExited"],
    [9, 8, "ExecutionSucceeded"],
  ]);
  expect(events[4]!.lambdaFunctionFailedEventDetails).toMatchObject({ error: "Broken" });
});

test("fails a task whose function the role may not call, with what Lambda refused", async () => {
  it.invoke = () => {
    throw new AwsError("AccessDeniedException", "not authorized to perform: lambda:InvokeFunction");
  };

  expect(await it.run(oneTask)).toMatchObject({
    status: "FAILED",
    error: "Lambda.AWSLambdaException",
    cause: "not authorized to perform: lambda:InvokeFunction",
  });
});

test("fails a task with a result beyond 256 KiB, which States.ALL doesn't catch", async () => {
  it.invoke = () => ({ payload: "x".repeat(262_144) });
  const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Caught" }];
  const States = { Task: { ...task, Catch, End: true }, Caught: { Type: "Succeed" } };

  expect(await it.run({ StartAt: "Task", States })).toMatchObject({
    status: "FAILED",
    error: "States.DataLimitExceeded",
  });
});

test("stops an execution with what the caller gives for a reason", async () => {
  slowFunction();
  const { arn } = await it.start(oneTask);
  const stopped = await it.executions.abort(arn, "Enough", "of this");

  expect(stopped).toMatchObject({ status: "ABORTED", error: "Enough", cause: "of this" });
  expect(stopped.stopDate).toBeDefined();
});

test("fails an execution that goes round for ever, at 25,000 events", async () => {
  const States = { Again: { Type: "Pass", Next: "Again" } };

  expect(await it.run({ StartAt: "Again", States })).toMatchObject({
    status: "FAILED",
    error: "States.Runtime",
    cause: "The execution reached the maximum number of history events (25000).",
  });
}, 30_000);
