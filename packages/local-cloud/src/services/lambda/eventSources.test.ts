import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CloudClock } from "../../clock.ts";
import { testClock } from "../../testing.ts";
import type { ChangeCapture, StreamRecord } from "../dynamodb/streams.ts";
import { eventSources } from "./eventSources.ts";
import type { InvocationResult } from "./process.ts";
import { openStreamQueue } from "./streamQueue.ts";

const stream = "arn:aws:dynamodb:us-east-1:123456789012:table/Beasts/stream/now";
const failure: InvocationResult = { error: { errorType: "Error", errorMessage: "not now" } };

let folder: string;
let clock: CloudClock;
let sources: ReturnType<typeof eventSources>;
let receive: (records: StreamRecord[]) => Promise<void> | void;
/** What the function answers to a batch. */
let answer: (ids: string[]) => InvocationResult | Promise<InvocationResult>;
let batches: string[][];
let delivered: [string, any][];
let logs: string[];
let number: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-streams-"));
  clock = testClock();
  [batches, delivered, logs, number] = [[], [], [], 0];
  answer = () => ({ payload: null });
  await open();
});
afterEach(async () => {
  await sources.stop();
  await rm(folder, { recursive: true });
});

async function open() {
  sources = eventSources({
    changes: {
      subscribe: (_: string, consumer: { receive: typeof receive }) => {
        receive = consumer.receive;
        return () => {};
      },
    } as unknown as ChangeCapture,
    deliveries: { send: async (_, deliver) => void (await deliver()) },
    queue: await openStreamQueue(folder),
    clock,
    newId: () => "id",
    async invoke(_, event) {
      const ids = (event as { Records: any[] }).Records.map(({ dynamodb }) => dynamodb.Keys.id.S);
      batches.push(ids);
      return answer(ids);
    },
    deliver: async (_, destination, payload) => void delivered.push([destination, payload]),
    log: (message) => logs.push(message),
  });
}

const map = (properties = {}) =>
  sources.resources["AWS::Lambda::EventSourceMapping"]!({
    logicalId: "Removals",
    stackName: "test",
    type: "AWS::Lambda::EventSourceMapping",
    physicalId: "removals",
    properties: { EventSourceArn: stream, FunctionName: "remember", ...properties },
  });

const record = (id: string) =>
  ({
    eventName: "REMOVE",
    dynamodb: {
      Keys: { id: { S: id } },
      SequenceNumber: String(++number),
      ApproximateCreationDateTime: Math.floor(clock.now().getTime() / 1000),
    },
  }) as unknown as StreamRecord;
const write = (...ids: string[]) => receive(ids.map(record));
const advance = (seconds: number) => clock.advance(new Date(clock.now().getTime() + seconds * 1000));

test("sends records in their order, so many at once as a batch may have", async () => {
  await map({ BatchSize: 2 });
  await write("a", "b", "c");
  await write("d");
  await advance(1);

  expect(batches.flat()).toEqual(["a", "b", "c", "d"]);
  expect(Math.max(...batches.map(({ length }) => length))).toBe(2);
});

test("sends again what a function fails on, after waits of at most a minute, before what comes after it", async () => {
  await map();
  const times: number[] = [];
  answer = () => {
    times.push(clock.now().getTime());
    return times.length <= 14 ? failure : { payload: null };
  };
  await write("ogre");
  await vi.waitFor(() => expect(batches).toHaveLength(1));
  await write("troll");
  await advance(3600);
  const waits = times.slice(1).map((time, index) => Math.round((time - times[index]!) / 100) / 10);

  expect(batches.slice(0, 15).every(([first]) => first === "ogre")).toBe(true);
  expect(batches.at(-1)!.at(-1)).toBe("troll");
  expect(waits.slice(8, 13)).toEqual([51.2, 60, 60, 60, 60].map((wait) => expect.closeTo(wait, 0)));
});

test("goes on after a restart with what the function hadn't taken", async () => {
  await map();
  answer = () => failure;
  await write("ogre");
  await write("troll");
  await vi.waitFor(() => expect(batches.length).toBeGreaterThan(0));
  await sources.stop();
  answer = () => ({ payload: null });
  batches = [];
  await open();
  await map();
  sources.resume();
  await advance(1);

  expect(batches.flat()).toEqual(["ogre", "troll"]);
});

test("gathers a batch for as long as its window says", async () => {
  await map({ BatchSize: 3, MaximumBatchingWindowInSeconds: 60 });
  await write("a");
  await advance(30);
  expect(batches).toEqual([]);
  await write("b");
  await advance(31);
  expect(batches).toEqual([["a", "b"]]);
  await write("c", "d", "e");
  await advance(1);

  expect(batches[1]).toEqual(["c", "d", "e"]);
});

test("splits a batch to find the record that the function can't take, and gives up on that one", async () => {
  const destination = "arn:aws:sns:us-east-1:123456789012:failures";
  await map({
    BatchSize: 4,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: destination } },
  });
  answer = (ids) => (ids.includes("bad") ? failure : { payload: null });
  await write("a", "b", "bad", "c");
  await advance(600);
  const taken = batches.filter((ids) => !ids.includes("bad")).flat();

  expect(taken).toEqual(["a", "b", "c"]);
  expect(batches.filter((ids) => ids.length === 1 && ids[0] === "bad")).toHaveLength(2);
  expect(delivered).toEqual([
    [
      destination,
      expect.objectContaining({
        requestContext: expect.objectContaining({
          condition: "RetryAttemptsExhausted",
          approximateInvokeCount: 2,
        }),
        DDBStreamBatchInfo: expect.objectContaining({
          batchSize: 1,
          startSequenceNumber: "3",
          endSequenceNumber: "3",
          streamArn: stream,
        }),
      }),
    ],
  ]);
});

test("sends again from the item that the function reports", async () => {
  await map({ FunctionResponseTypes: ["ReportBatchItemFailures"] });
  const answers: InvocationResult[] = [
    { payload: { batchItemFailures: [{ itemIdentifier: "3" }, { itemIdentifier: "2" }] } },
    { payload: { batchItemFailures: [] } },
  ];
  answer = () => answers.shift() ?? { payload: null };
  await write("a", "b", "c");
  await advance(60);

  expect(batches).toEqual([
    ["a", "b", "c"],
    ["b", "c"],
  ]);
});

test("gives up on what is older than a stream keeps it", async () => {
  await map();
  answer = (ids) => (ids.includes("ogre") ? failure : { payload: null });
  await write("ogre");
  await advance(25 * 3600);
  await write("troll");
  await advance(120);

  expect(batches.at(-1)).toEqual(["troll"]);
  expect(logs.join("\n")).toContain("is sent 1 records of");
  expect(logs.join("\n")).toContain("RecordAgeExceeded");
});

test("sends nothing of a mapping that is off, and says what it can't read", async () => {
  const disabled = await map({ Enabled: false });
  const queue = await map({ EventSourceArn: "arn:aws:sqs:us-east-1:123456789012:queue" });

  expect(disabled.warnings).toBeUndefined();
  expect(queue.warnings).toEqual([expect.stringContaining("is no DynamoDB stream")]);
});
