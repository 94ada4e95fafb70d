import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CloudClock } from "../../clock.ts";
import { testClock } from "../../testing.ts";
import { openExecutionStore } from "./store.ts";
import { functionArn, machineArn, type TestMachine, task, testMachine } from "./testing.ts";

let clock: CloudClock;
let it: TestMachine;

beforeEach(async () => {
  clock = testClock(() => Date.now());
  it = await testMachine(clock);
});
afterEach(() => it.stop());

const newest = () => it.executions.list(machineArn)[0]!;
const advance = (seconds: number) => clock.advance(new Date(clock.now().getTime() + seconds * 1000));
/** A function that never answers, until the cloud is started again. */
function hanging() {
  const { promise, resolve } = Promise.withResolvers<void>();
  it.invoke = () => {
    resolve();
    return new Promise(() => {});
  };
  return promise;
}

test("a Wait goes on after a restart and ends when it was to end", async () => {
  const States = { Wait: { Type: "Wait", Seconds: 3600, Next: "Tell" }, Tell: { Type: "Pass", End: true } };
  await it.start({ StartAt: "Wait", States }, { n: 1 });
  await advance(1800);
  await it.restart();
  expect(newest().status).toBe("RUNNING");
  await advance(1700);
  expect(newest().status).toBe("RUNNING");
  await advance(101);

  expect(newest()).toMatchObject({ status: "SUCCEEDED", output: '{"n":1}' });
  expect(it.logs.join()).toContain("goes on from where it was when the local cloud stopped");
});

test("a task that was lost has failed, and is tried again if its state says so", async () => {
  const lost = hanging();
  const Retry = [{ ErrorEquals: ["Lambda.ServiceException"], IntervalSeconds: 5 }];
  await it.start({ StartAt: "Task", States: { Task: { ...task, Retry, End: true } } });
  await lost;
  await it.restart();
  it.invoke = () => ({ payload: "again" });
  await advance(10);

  expect(newest()).toMatchObject({ status: "SUCCEEDED", output: '"again"' });
});

test("a task that was lost fails an execution that has nothing to say to it", async () => {
  const lost = hanging();
  await it.start({ StartAt: "Task", States: { Task: { ...task, End: true } } });
  await lost;
  await it.restart();
  await vi.waitFor(() => expect(newest().status).toBe("FAILED"));

  expect(newest()).toMatchObject({
    error: "Lambda.ServiceException",
    cause: "The local cloud stopped while the task ran: its outcome isn't known.",
  });
});

test("what was done isn't done again: iterations and branches go on one by one", async () => {
  const calls: number[] = [];
  const begun = Promise.withResolvers<void>();
  it.invoke = ({ n }) => {
    calls.push(n);
    if (n !== 2) return { payload: n };
    begun.resolve();
    return new Promise(() => {});
  };
  const Retry = [{ ErrorEquals: ["Lambda.ServiceException"], IntervalSeconds: 1 }];
  const ItemProcessor = { StartAt: "Task", States: { Task: { ...task, Retry, End: true } } };
  const States = { Map: { Type: "Map", MaxConcurrency: 1, ItemProcessor, End: true } };
  await it.start({ StartAt: "Map", States }, [{ n: 1 }, { n: 2 }, { n: 3 }]);
  await begun.promise;
  await it.restart();
  it.invoke = ({ n }) => {
    calls.push(n);
    return { payload: n };
  };
  await advance(2);
  const events = await it.store.history(newest().arn, { from: 0, limit: 100 });

  expect(newest().output).toBe("[1,2,3]");
  expect(calls).toEqual([1, 2, 2, 3]);
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ type }) => type === "MapIterationStarted")).toHaveLength(3);
});

test("child workflows that were done aren't done again", async () => {
  const calls: number[] = [];
  const begun = Promise.withResolvers<void>();
  it.invoke = ({ n }) => {
    calls.push(n);
    if (n !== 2) return { payload: n };
    begun.resolve();
    return new Promise(() => {});
  };
  const Retry = [{ ErrorEquals: ["Lambda.ServiceException"], IntervalSeconds: 1 }];
  const ItemProcessor = {
    ProcessorConfig: { Mode: "DISTRIBUTED" },
    StartAt: "Task",
    States: { Task: { ...task, Retry, End: true } },
  };
  const States = { Map: { Type: "Map", MaxConcurrency: 1, ItemProcessor, End: true } };
  await it.start({ StartAt: "Map", States }, [{ n: 1 }, { n: 2 }, { n: 3 }]);
  await begun.promise;
  await it.restart();
  it.invoke = ({ n }) => {
    calls.push(n);
    return { payload: n };
  };
  await advance(2);

  expect(newest()).toMatchObject({ status: "SUCCEEDED", output: "[1,2,3]" });
  expect(calls).toEqual([1, 2, 2, 3]);
  expect(await it.store.mapRuns(newest().arn)).toMatchObject([{ status: "SUCCEEDED", executions: 3 }]);
});

test("a token is taken after a restart, too", async () => {
  const token = Promise.withResolvers<string>();
  it.invoke = (payload) => {
    token.resolve(payload.token);
    return { payload: null };
  };
  const Parameters = { FunctionName: functionArn, Payload: { "token.$": "$$.Task.Token" } };
  const Resource = "arn:aws:states:::lambda:invoke.waitForTaskToken";
  await it.start({ StartAt: "Task", States: { Task: { Type: "Task", Resource, Parameters, End: true } } });
  const sent = await token.promise;
  await it.restart();
  const waiting = await vi.waitFor(() => {
    const found = it.executions.waiting(sent);
    expect(found).toBeDefined();
    return found!;
  });
  waiting.succeed("at last");
  await vi.waitFor(() => expect(newest().status).toBe("SUCCEEDED"));

  expect(newest().output).toBe('"at last"');
});

test("an execution runs to its end by the definition it began with", async () => {
  const before = {
    Wait: { Type: "Wait", Seconds: 60, Next: "Old" },
    Old: { Type: "Pass", Result: "old", End: true },
  };
  await it.start({ StartAt: "Wait", States: before }, {}, "first");
  await it.start(
    { StartAt: "New", States: { New: { Type: "Pass", Result: "new", End: true } } },
    {},
    "second",
  );
  await it.restart();
  await advance(61);

  expect(it.executions.list(machineArn).map(({ name, output }) => [name, output])).toEqual([
    ["second", '"new"'],
    ["first", '"old"'],
  ]);
});

test("is in one of its states after a kill -9, whenever that comes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-states-"));
  const program = `
    import { openExecutionStore } from ${JSON.stringify(import.meta.resolve("./store.ts"))};
    import { createExecutions } from ${JSON.stringify(import.meta.resolve("./executions.ts"))};
    import { chance } from ${JSON.stringify(import.meta.resolve("../../chance.ts"))};
    import { createClock } from ${JSON.stringify(import.meta.resolve("../../clock.ts"))};
    const definition = { StartAt: "A", States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } } };
    const machine = { name: "machine", arn: "${machineArn}", roleArn: "role", type: "STANDARD", definition };
    const executions = await createExecutions({
      store: await openExecutionStore(process.argv[1]),
      machines: new Map([["${machineArn}", machine]]),
      place: { accountId: "123456789012", region: "us-east-1", partition: "aws" },
      clock: createClock({ value: { aheadMs: 0 }, save() {} }, Date.now),
      chance, emit() {}, log() {},
    });
    await executions.start("${machineArn}", "{}", "killed");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), 100 + Math.random() * 200);`;
  const child = spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", program, folder], {
    stdio: "inherit",
  });
  await new Promise((resolve) => child.once("exit", resolve));
  const store = await openExecutionStore(folder);
  const [execution] = await store.executions();
  const frames = await store.frames(execution!.arn);
  const events = await store.history(execution!.arn, { from: 0, limit: 25_000 });
  await store.stop();
  await rm(folder, { recursive: true });

  expect(execution).toMatchObject({ name: "killed", status: "RUNNING" });
  expect(["A", "B"]).toContain(frames.get("")!.state);
  expect(frames.get("")!.event).toBe(events.length);
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
});
