import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chance } from "../../chance.ts";
import type { CloudClock } from "../../clock.ts";
import type { CloudEvent } from "../../service.ts";
import type { InvocationResult } from "../lambda/process.ts";
import type { ObjectStore } from "../s3/objectStore.ts";
import type { Block } from "./asl/definition.ts";
import type { Execution } from "./execution.ts";
import { createExecutions, type Executions } from "./executions.ts";
import type { Machine } from "./machines.ts";
import { type ExecutionStore, openExecutionStore } from "./store.ts";

export const machineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:machine";
export const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:task";
export const task = { Type: "Task", Resource: functionArn } as const;

type Invoke = (payload: any, functionArn: string) => Promise<InvocationResult> | InvocationResult;

export interface TestMachine {
  executions: Executions;
  store: ExecutionStore;
  /** What a function answers. */
  invoke: Invoke;
  /** Objects in S3, by `bucket/key`. */
  objects: Map<string, string>;
  events: CloudEvent[];
  logs: string[];
  start(definition: object, input?: unknown, name?: string): Promise<Execution>;
  /** Runs it to its end. */
  run(definition: object, input?: unknown): Promise<Execution>;
  /** Stops, and starts again on what is stored. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** State machines without a cloud around them. */
export async function testMachine(clock: CloudClock): Promise<TestMachine> {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-states-"));
  const machines = new Map<string, Machine>();
  /** Ends the functions that run, as a cloud that stops does. */
  let die = () => {};
  let whenFinished = new Map<string, () => void>();
  const test = {
    ...(await open()),
    invoke: ((payload) => ({ payload })) as Invoke,
    objects: new Map<string, string>(),
    events: [] as CloudEvent[],
    logs: [] as string[],
    async start(definition: object, input: unknown = {}, name?: string) {
      const arn = machineArn;
      machines.set(arn, {
        name: "machine",
        arn,
        roleArn: "role",
        type: "STANDARD",
        definition: definition as Block,
      });
      return test.executions.start(arn, JSON.stringify(input), name);
    },
    async run(definition: object, input?: unknown) {
      const execution = await test.start(definition, input);
      if (execution.status === "RUNNING")
        await new Promise<void>((resolve) => whenFinished.set(execution.arn, resolve));
      return execution;
    },
    async restart() {
      await test.executions.stop();
      die();
      Object.assign(test, await open());
      await test.executions.resume();
    },
    async stop() {
      await test.executions.stop();
      await rm(folder, { recursive: true });
    },
  };

  async function open() {
    whenFinished = new Map();
    const died = new Promise<InvocationResult>((resolve) => {
      die = () => resolve({ payload: null });
    });
    const store = await openExecutionStore(folder);
    const executions = await createExecutions({
      store,
      machines,
      place: { accountId: "123456789012", region: "us-east-1", partition: "aws" },
      clock,
      chance,
      invoke: (arn, payload) => clock.work(Promise.race([(async () => test.invoke(payload, arn))(), died])),
      objectsOf: () => objectsIn(test.objects),
      mayStart() {},
      emit(event) {
        test.events.push(event);
        if (event.detail.status !== "RUNNING") whenFinished.get(String(event.detail.executionArn))?.();
      },
      log: (message) => test.logs.push(message),
    });
    return { store, executions };
  }
  return test;
}

const objectsIn = (objects: Map<string, string>): ObjectStore => ({
  async get(bucket, key) {
    const found = objects.get(`${bucket}/${key}`);
    if (found === undefined) throw new Error("The specified key does not exist.");
    return Buffer.from(found);
  },
  put: async (bucket, key, body) => void objects.set(`${bucket}/${key}`, body),
  async *list(bucket, prefix = "") {
    for (const [name, body] of objects)
      if (name.startsWith(`${bucket}/${prefix}`))
        yield {
          Etag: "",
          Key: name.slice(bucket.length + 1),
          LastModified: 0,
          Size: body.length,
          StorageClass: "STANDARD",
        };
  },
});
