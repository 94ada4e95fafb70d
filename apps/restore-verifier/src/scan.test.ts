import { hash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { bytesOf } from "./kept.ts";
import { type Plan, planKey, type Receipt, receiptKey, seedKey, type Unit } from "./plan/plan.ts";
import { scan } from "./scan.ts";
import { beast, cloud, onWire } from "./testing/cloud.ts";

const key = { id: { S: "x" } };
const table = { key: [], indexes: [], encryption: { type: "Default" as const } };
let aws: ReturnType<typeof cloud>;
let reads: { Segment?: number; ExclusiveStartKey?: object }[];

/** A table of so many pages in each segment, an item a page. */
function prepare(unit: Partial<Unit>, pagesPerSegment: number) {
  const plan: Plan = {
    runId: "run-1",
    bits: 0,
    models: ["Item"],
    gone: [],
    tables: [
      {
        model: "Item",
        live: "Item-api",
        restored: "Restored",
        keyNames: ["id"],
        window: { from: "2026-03-01T04:59:58.000Z", to: "2026-03-01T05:00:02.000Z" },
        shape: { ways: 6, cells: 64, samples: 0, sampleCells: 0 },
        units: [0],
        structure: { live: table, restored: table, described: {} },
        isSmall: true,
      },
    ],
    units: [
      {
        model: "Item",
        side: "live",
        first: 0,
        count: 1,
        total: 1,
        readUnits: { sums: 1000, items: 1000 },
        ...unit,
      },
    ],
    batches: [[0]],
    readBy: { sums: "2026-03-02T00:00:00.000Z", items: "2026-03-03T00:00:00.000Z" },
    relations: [],
  };
  aws.world.store.objects.set(planKey("run-1"), Buffer.from(JSON.stringify(plan)));
  aws.world.store.objects.set(seedKey("run-1"), Buffer.from(JSON.stringify({ seed: "07".repeat(32) })));
  reads = [];
  const at = new Map<number, number>();
  aws.services.readPage = async (input) => {
    reads.push(input);
    const segment = input.Segment!;
    const page = input.ExclusiveStartKey ? (at.get(segment) ?? 0) + 1 : 0;
    at.set(segment, page);
    return {
      items: onWire([beast(`i-${segment}-${page}`)]),
      capacity: 100,
      ...(page + 1 < pagesPerSegment && { LastEvaluatedKey: key }),
    };
  };
}

const event = { runId: "run-1", pass: "sums", batch: 0 } as const;
const run = (part = 0, secondsLeft: () => number = () => 900) =>
  scan(aws.services, secondsLeft)({ ...event, ...(part > 0 && { left: [{ unit: 0, part }] }) });
const receipt = (part = 0): Receipt =>
  JSON.parse(aws.world.store.objects.get(receiptKey("run-1", "sums", 0, part))!.toString());

beforeEach(() => {
  aws = cloud();
});

test("reads its segments to their ends, one after the other", async () => {
  prepare({ first: 4, count: 3, total: 8 }, 2);
  expect(await run()).toEqual({ ...event, left: [], isDone: true });
  expect(reads.map(({ Segment, ExclusiveStartKey }) => [Segment, Boolean(ExclusiveStartKey)])).toEqual([
    [4, false],
    [4, true],
    [5, false],
    [5, true],
    [6, false],
    [6, true],
  ]);
  expect(receipt()).toMatchObject({ items: 6, pages: 6, capacity: 600 });
});

test("leaves what it has read before its time ends, and goes on from there", async () => {
  prepare({ first: 0, count: 2, total: 2 }, 3);
  let left = 61;
  expect(await run(0, () => --left)).toEqual({ ...event, left: [{ unit: 0, part: 1 }], isDone: false });
  const { items, next } = receipt(0);
  expect(next).toEqual({ segment: 0, after: key });
  expect(await run(1)).toEqual({ ...event, left: [], isDone: true });
  expect(items + receipt(1).items).toBe(6);
});

test("does nothing again that has its receipt", async () => {
  prepare({}, 1);
  await run();
  const files = aws.world.store.objects.size;
  await run();
  expect(reads).toHaveLength(1);
  expect(aws.world.store.objects.size).toBe(files);
});

test("of two attempts at once, lets the first receipt count for both", async () => {
  prepare({}, 1);
  const answers = await Promise.all([run(), run()]);
  expect(reads).toHaveLength(2);
  expect(answers[1]).toEqual(answers[0]);
  const { sha256, ...kept } = receipt().summary;
  expect(hash("sha256", await bytesOf(aws.world.store, kept), "hex")).toBe(sha256);
});

describe("a batch of several units", () => {
  const receiptOf = (unit: number) => aws.world.store.objects.get(receiptKey("run-1", "sums", unit, 0));
  beforeEach(() => {
    prepare({}, 1);
    const [key, body] = [planKey("run-1"), aws.world.store.objects.get(planKey("run-1"))!];
    const plan: Plan = JSON.parse(body.toString());
    plan.units = [0, 1, 2, 3, 4, 5].map((first) => ({ ...plan.units[0]!, first, total: 6 }));
    plan.batches = [[0, 1, 2, 3, 4, 5]];
    aws.world.store.objects.set(key, Buffer.from(JSON.stringify(plan)));
  });

  test("is read by one Lambda, which leaves a receipt of each", async () => {
    expect(await run()).toEqual({ ...event, left: [], isDone: true });
    expect(reads.map(({ Segment }) => Segment).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const unit of [0, 1, 2, 3, 4, 5]) expect(receiptOf(unit), `unit ${unit}`).toBeDefined();
  });

  test("is read but for the one that can't be, and by another attempt that one only", async () => {
    const { readPage } = aws.services;
    aws.services.readPage = async (input) => {
      if (input.Segment === 5) throw new Error("Throttled.");
      return readPage(input);
    };
    await expect(run()).rejects.toThrow("Throttled.");
    expect(reads).toHaveLength(5);
    aws.services.readPage = readPage;
    expect(await run()).toMatchObject({ isDone: true });
    expect(reads.map(({ Segment }) => Segment).slice(5)).toEqual([5]);
  });

  test("is left where the Lambda's time ends, and gone on with", async () => {
    const answer = await run(0, () => 59);
    expect(answer).toMatchObject({ isDone: false, left: expect.any(Array) });
    expect(answer.left.length + reads.length).toBe(6);
    expect(await scan(aws.services, () => 900)({ ...event, left: answer.left })).toMatchObject({
      isDone: true,
    });
    expect(reads).toHaveLength(6);
  });
});

test("takes no more read units a second than it may", async () => {
  prepare({ readUnits: { sums: 50, items: 0 } }, 4);
  const slept: number[] = [];
  aws.services.clock.sleep = async (seconds) => void slept.push(seconds);
  await run();
  expect(slept).toEqual([2, 4, 6]);
});

test("leaves word of an item that nobody can read, and of what is wrong with it, not what it holds", async () => {
  prepare({}, 1);
  aws.services.readPage = async () => ({
    items: onWire([{ id: { S: "i-1" }, secret: { N: "swordfish" } }]),
    capacity: 1,
  });
  await run();
  expect(receipt().problem).toBe(
    "In the live table: Item id=i-1 holds a number that DynamoDB could not hold.",
  );
});

test("fails, to be tried again, when a page can't be read", async () => {
  prepare({}, 1);
  aws.services.readPage = async () => {
    throw new Error("ProvisionedThroughputExceededException");
  };
  await expect(run()).rejects.toThrow("ProvisionedThroughputExceeded");
  expect(aws.world.store.objects.has(receiptKey("run-1", "sums", 0, 0))).toBe(false);
});

test("ends what is not read in time, and says why, though it could go on", async () => {
  prepare({}, 5);
  expect(await run(0, () => 30)).toMatchObject({ isDone: false });
  aws.services.clock.now = () => new Date("2026-03-02T00:00:01.000Z");
  expect(await run(1)).toMatchObject({ isDone: true });
  expect(receipt(1)).toMatchObject({
    items: 0,
    problem: expect.stringContaining("The live table was not read by 2026-03-02T00:00:00.000Z"),
  });
});
