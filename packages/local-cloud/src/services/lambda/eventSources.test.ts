import { expect, test } from "vitest";
import type { ChangeCapture, StreamRecord } from "../dynamodb/streams.ts";
import { eventSources } from "./eventSources.ts";

const stream = "arn:aws:dynamodb:us-east-1:123456789012:table/Beasts/stream/now";
const record = (id: string) =>
  ({ eventName: "REMOVE", dynamodb: { Keys: { id: { S: id } } } }) as unknown as StreamRecord;

/** A function that fails as long as `fails` says, and waits that are over at once, or when the cloud stops. */
async function source(fails: (calls: number) => boolean, waitsForStop = false) {
  let receive: (records: StreamRecord[]) => void = () => {};
  const taken: string[] = [];
  const waits: number[] = [];
  const logs: string[] = [];
  let calls = 0;
  let waiting = () => {};
  const isWaiting = new Promise<void>((resolve) => {
    waiting = resolve;
  });
  const sources = eventSources({
    changes: {
      subscribe: (_: string, listener: { receive: typeof receive }) => {
        receive = listener.receive;
      },
    } as unknown as ChangeCapture,
    deliveries: { send: async (_, deliver) => void (await deliver()) },
    async invoke(_, event) {
      if (fails(++calls)) return { error: { errorType: "Error", errorMessage: "not now" } };
      taken.push(...(event as { Records: any[] }).Records.map(({ dynamodb }) => dynamodb.Keys.id.S));
      return { payload: null };
    },
    log: (message) => logs.push(message),
    async wait(ms, signal) {
      waits.push(ms);
      waiting();
      if (waitsForStop)
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  await sources.resources["AWS::Lambda::EventSourceMapping"]!({
    logicalId: "Removals",
    stackName: "test",
    type: "AWS::Lambda::EventSourceMapping",
    physicalId: "removals",
    properties: { EventSourceArn: stream, FunctionName: "remember" },
  });
  return { sources, receive: (id: string) => receive([record(id)]), taken, waits, logs, isWaiting };
}

test("sends again what a function fails on, after waits of at most a minute, before what comes after it", async () => {
  let left = () => {};
  const done = new Promise<void>((resolve) => {
    left = resolve;
  });
  const { sources, receive, taken, waits } = await source((calls) => {
    if (calls === 15) left();
    return calls <= 14;
  });
  receive("ogre");
  receive("troll");
  await done;
  await sources.stop();

  expect(taken).toEqual(["ogre", "troll"]);
  expect(waits).toHaveLength(14);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.at(-1)).toBe(60_000);
});

test("stops while a function fails, and says what is lost", async () => {
  const { sources, receive, taken, logs, isWaiting } = await source(() => true, true);
  receive("ogre");
  receive("troll");
  await isWaiting;
  await sources.stop();

  expect(taken).toEqual([]);
  expect(logs.filter((line) => line.includes("remember hasn't taken 1 records"))).toHaveLength(2);
});

test("sends what waits before it stops", async () => {
  const { sources, receive, taken } = await source(() => false);
  receive("ogre");
  receive("troll");
  await sources.stop();

  expect(taken).toEqual(["ogre", "troll"]);
});
