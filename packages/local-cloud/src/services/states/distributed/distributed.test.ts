import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { testClock } from "../../../testing.ts";
import type { Block } from "../asl/definition.ts";
import type { Execution } from "../execution.ts";
import { machineArn, type TestMachine, task, testMachine } from "../testing.ts";
import { requireReadable } from "./itemReader.ts";

let machine: TestMachine;

beforeEach(async () => {
  machine = await testMachine(testClock(() => Date.now()));
});
afterEach(() => machine.stop());

const distributed = (fields: object, states: object = { Task: { ...task, End: true } }): Block =>
  ({
    StartAt: "Segments",
    States: {
      Segments: {
        Type: "Map",
        Label: "Segments",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: Object.keys(states)[0],
          States: states,
        },
        End: true,
        ...fields,
      },
    },
  }) as unknown as Block;
const reader = (ReaderConfig: object, Key = "items") => ({
  ItemReader: {
    Resource: "arn:aws:states:::s3:getObject",
    ReaderConfig,
    Parameters: { "Bucket.$": "$.bucket", Key },
  },
});
async function outputOf(definition: Block, input: unknown = { bucket: "work" }) {
  const execution = await machine.run(definition, input);
  expect(execution).toMatchObject({ status: "SUCCEEDED" });
  return JSON.parse(execution.output!);
}
const mapRun = async ({ arn }: Execution) => (await machine.store.mapRuns(arn))[0]!;

test("runs a child workflow for each item, with an ARN and a history of its own", async () => {
  const execution = await machine.run(distributed({}), [{ n: 1 }, { n: 2 }]);
  const run = await mapRun(execution);
  const children = await Array.fromAsync(machine.store.children(run.arn));

  expect(JSON.parse(execution.output!)).toEqual([{ n: 1 }, { n: 2 }]);
  expect(run).toMatchObject({
    arn: expect.stringMatching(
      /^arn:aws:states:us-east-1:123456789012:mapRun:machine\/Segments:[0-9a-f-]{36}$/,
    ),
    executionArn: execution.arn,
    status: "SUCCEEDED",
    items: 2,
    executions: 2,
  });
  expect(children.map(({ status, input }) => [status, input])).toEqual([
    ["SUCCEEDED", '{"n":1}'],
    ["SUCCEEDED", '{"n":2}'],
  ]);
  expect(children[0]!.arn).toMatch(/:execution:machine\/Segments:/);
  expect(children[0]!.machineArn).toBe(`${machineArn}/Segments`);
  const events = await machine.store.history(children[0]!.arn, { from: 0, limit: 100 });
  expect(events.map(({ type }) => type)).toContain("LambdaFunctionSucceeded");
  const own = await machine.store.history(execution.arn, { from: 0, limit: 100 });
  expect(own.map(({ type }) => type)).toEqual([
    "ExecutionStarted",
    "MapStateEntered",
    "MapStateStarted",
    "MapRunStarted",
    "MapRunSucceeded",
    "MapStateSucceeded",
    "MapStateExited",
    "ExecutionSucceeded",
  ]);
});

describe("items come from", () => {
  it("a JSON array in S3, a part of it, or as many as asked for", async () => {
    machine.objects.set("work/items", JSON.stringify([1, 2, 3]));
    machine.objects.set("work/deep", JSON.stringify({ a: { "b/c": [4, 5] } }));

    expect(await outputOf(distributed(reader({ InputType: "JSON" })))).toEqual([1, 2, 3]);
    expect(await outputOf(distributed(reader({ InputType: "JSON", MaxItems: 2 })))).toEqual([1, 2]);
    const deep = reader({ InputType: "JSON", ItemsPointer: "/a/b~1c" }, "deep");
    expect(await outputOf(distributed(deep))).toEqual([4, 5]);
  });

  it("JSON lines and CSV", async () => {
    machine.objects.set("work/items", '{"n":1}\n{"n":2}\n');
    machine.objects.set("work/csv", 'id,name\r\n1,"a ""b"", c"\r\n\r\n2,\r\n');

    expect(await outputOf(distributed(reader({ InputType: "JSONL" })))).toEqual([{ n: 1 }, { n: 2 }]);
    const csv = reader({ InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" }, "csv");
    expect(await outputOf(distributed(csv))).toEqual([
      { id: "1", name: 'a "b", c' },
      { id: "2", name: "" },
    ]);
  });

  it("the objects under a prefix", async () => {
    for (const name of ["segments/1", "segments/2", "other"]) machine.objects.set(`work/${name}`, "x");
    const ItemReader = {
      Resource: "arn:aws:states:::s3:listObjectsV2",
      Parameters: { Bucket: "work", Prefix: "segments/" },
    };

    expect(
      await outputOf(distributed({ ItemReader, ItemSelector: { "key.$": "$$.Map.Item.Value.Key" } })),
    ).toEqual([{ key: "segments/1" }, { key: "segments/2" }]);
  });

  it("nowhere, when the object isn't there or isn't JSON", async () => {
    machine.objects.set("work/items", "{");

    for (const Key of ["items", "missing"])
      expect(
        await machine.run(distributed(reader({ InputType: "JSON" }, Key)), { bucket: "work" }),
      ).toMatchObject({
        status: "FAILED",
        error: "States.ItemReaderFailed",
      });
  });

  it("no reader that isn't supported, which the start says by name", () => {
    const parquet = { Resource: "arn:aws:states:::s3:getObject", ReaderConfig: { InputType: "PARQUET" } };

    expect(() => requireReadable("machine", "Segments", parquet)).toThrow("the input type PARQUET");
  });
});

test("batches items by number and by size, with what they have in common", async () => {
  const common = { BatchInput: { "bucket.$": "$.bucket" } };
  const items = { bucket: "work", items: [1, 2, 3, 4, 5] };
  const byNumber = distributed({ ItemsPath: "$.items", ItemBatcher: { ...common, MaxItemsPerBatch: 2 } });
  const bySize = distributed({ ItemsPath: "$.items", ItemBatcher: { MaxInputBytesPerBatch: 19 } });

  expect(await outputOf(byNumber, items)).toEqual([
    { BatchInput: { bucket: "work" }, Items: [1, 2] },
    { BatchInput: { bucket: "work" }, Items: [3, 4] },
    { BatchInput: { bucket: "work" }, Items: [5] },
  ]);
  expect(await outputOf(bySize, items)).toEqual([{ Items: [1, 2, 3] }, { Items: [4, 5] }]);
});

describe("failures", () => {
  const items = Array.from({ length: 10 }, (_, n) => ({ n }));
  const failing = (...numbers: number[]) => {
    machine.invoke = ({ n }) =>
      numbers.includes(n) ? { error: { errorType: "Bad", errorMessage: `item ${n}` } } : { payload: n };
  };

  it("aren't tolerated unless the state says so", async () => {
    failing(4);
    const execution = await machine.run(distributed({ MaxConcurrency: 1 }), items);

    expect(execution).toMatchObject({ status: "FAILED", error: "States.ExceedToleratedFailureThreshold" });
    expect((await mapRun(execution)).status).toBe("FAILED");
    const children = await Array.fromAsync(machine.store.children((await mapRun(execution)).arn));
    expect(children).toHaveLength(5);
  });

  it.each([
    [{ ToleratedFailurePercentage: 20 }, true],
    [{ ToleratedFailurePercentage: 19 }, false],
    [{ ToleratedFailureCount: 2 }, true],
    [{ ToleratedFailureCount: 1 }, false],
    [{ ToleratedFailureCount: 2, ToleratedFailurePercentage: 10 }, false],
  ])("of two in ten items are tolerated with %j: %s", async (fields, tolerated) => {
    failing(3, 7);
    const { status, output } = await machine.run(distributed(fields), items);

    expect(status).toBe(tolerated ? "SUCCEEDED" : "FAILED");
    if (tolerated) expect(JSON.parse(output!)[3]).toMatchObject({ Status: "FAILED", Error: "Bad" });
  });

  it("can be retried and caught as a whole", async () => {
    let left = 2;
    machine.invoke = () =>
      left-- > 0 ? { error: { errorType: "Bad", errorMessage: "" } } : { payload: "fine" };
    const Retry = [
      { ErrorEquals: ["States.ExceedToleratedFailureThreshold"], IntervalSeconds: 1, MaxAttempts: 3 },
    ];

    const execution = await machine.run(distributed({ Retry, MaxConcurrency: 1 }), [1]);
    expect(execution.status).toBe("SUCCEEDED");
    expect(await machine.store.mapRuns(execution.arn)).toHaveLength(3);
  });
});

test("writes results to S3, with a manifest", async () => {
  machine.invoke = ({ n }) => (n === 2 ? { error: { errorType: "Bad", errorMessage: "2" } } : { payload: n });
  const ResultWriter = {
    Resource: "arn:aws:states:::s3:putObject",
    Parameters: { Bucket: "results", "Prefix.$": "$.prefix" },
  };
  const input = { prefix: "runs", items: [{ n: 1 }, { n: 2 }] };
  const output = await outputOf(
    distributed({ ItemsPath: "$.items", ResultWriter, ToleratedFailureCount: 1 }),
    input,
  );
  const { Bucket, Key } = output.ResultWriterDetails;
  const object = (key: string) => JSON.parse(machine.objects.get(`${Bucket}/${key}`)!);
  const manifest = object(Key);

  expect(Key).toMatch(/^runs\/[0-9a-f-]{36}\/manifest\.json$/);
  expect(manifest).toMatchObject({ DestinationBucket: "results", MapRunArn: output.MapRunArn });
  const { SUCCEEDED, FAILED, PENDING } = manifest.ResultFiles;
  expect(PENDING).toEqual([]);
  expect(object(SUCCEEDED[0].Key)).toMatchObject([{ Input: '{"n":1}', Output: "1", Status: "SUCCEEDED" }]);
  expect(object(FAILED[0].Key)).toMatchObject([{ Status: "FAILED", Error: "Bad" }]);
});
