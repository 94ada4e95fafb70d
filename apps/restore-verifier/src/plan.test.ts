import { expect, test } from "vitest";
import type { Plan } from "./plan/plan.ts";
import { planKey } from "./plan/plan.ts";
import { plan } from "./plan.ts";
import { client } from "./testing/client.ts";
import { cloud } from "./testing/cloud.ts";

const MB = 1024 * 1024;

/** The plan, and its answer, for restored tables of these sizes. */
async function planned(sizes: number[], references: [from: number, to: number][] = []) {
  const { services, world } = cloud();
  const dynamodb = client({
    DescribeTable: ({ TableName }) => ({
      Table: {
        TableSizeBytes: sizes[Number(/\d+/.exec(TableName)![0])],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      },
    }),
  });
  const referencesOf = (model: string) =>
    references
      .filter(([from]) => model === `M${from}`)
      .map(([from, to]) => ({ from: `M${from}`, to: `M${to}`, key: { id: "x" } }));
  const tables = sizes.map((_, number) => ({
    runId: "run-1",
    model: `M${number}`,
    table: `T${number}`,
    mayBeEmpty: false,
    mayBeRewritten: false,
    startedAt: "2026-03-01T06:00:00.000Z",
    findingsBytes: 1000,
    recoveryPoint: {
      arn: "point",
      status: "COMPLETED",
      createdAt: "2026-03-01T05:00:00.000Z",
      encrypted: true,
    },
    restore: {
      jobId: "job",
      tableName: `R${number}`,
      encryption: { type: "Default" as const },
      startedAt: "2026-03-01T06:00:00.000Z",
      status: "COMPLETED",
    },
  }));
  const answer = await plan({ ...services, dynamodb, referencesOf })({ runId: "run-1", tables });
  const made: Plan = JSON.parse(world.store.objects.get(planKey("run-1"))!.toString());
  return { answer, made };
}

test("lets one Lambda read all small tables", async () => {
  const { answer, made } = await planned([0, 1000, MB]);
  expect(answer.batches).toEqual([0]);
  expect(made.batches).toEqual([[0, 1, 2, 3, 4, 5]]);
});

test("shares the live table's budget among as many units as each pass reads at once", async () => {
  const { made } = await planned([100 * 1024 * MB]);
  const live = made.units.filter(({ side }) => side === "live");
  expect(live.length).toBeGreaterThan(4);
  const { sums, items } = live[0]!.readUnits;
  // Four scans at once in the tests' machine: one in each group's second pass.
  expect(items).toBe(4 * sums);
});

test("bounds what one Lambda reads of small tables, by bytes and by number", async () => {
  const { made } = await planned([5 * MB, 5 * MB, ...Array(60).fill(0)]);
  expect(made.batches.flat().toSorted((a, b) => a - b)).toEqual(made.units.map((_, unit) => unit));
  expect(Math.max(...made.batches.map((batch) => batch.length))).toBeLessThanOrEqual(50);
  expect(made.batches.slice(0, 3)).toEqual([[0], [1], [2]]);
});

test("gives each part of a large table a Lambda of its own", async () => {
  const { made } = await planned([150 * MB]);
  expect(made.batches).toEqual(made.units.map((_, unit) => [unit]));
  expect(made.units.map(({ first, count, total }) => [first, count, total])).toEqual(
    [0, 1, 0, 1].map((first) => [first, 1, 2]),
  );
});

test("leaves a side of a middling table, in several segments, to one Lambda", async () => {
  const { made } = await planned([50 * MB]);
  expect(made.units.map(({ side, first, count, total }) => [side, first, count, total])).toEqual([
    ["live", 0, 2, 2],
    ["restored", 0, 2, 2],
  ]);
  expect(made.batches).toEqual([[0], [1]]);
});

test("joins all relations of a bucket at once: what the state carries doesn't grow with their number", async () => {
  const { answer, made } = await planned(
    [0, 0, 0, 0],
    [
      [1, 0],
      [2, 0],
      [3, 0],
    ],
  );
  expect(made.relations).toHaveLength(3);
  expect(answer.buckets).toEqual([0]);
  expect((await planned([0, 0])).answer.buckets).toEqual([]);
});

test("says by when a table has to be read: four times what its budget takes, and two hours", async () => {
  const gigabytes = 100;
  const { made } = await planned([gigabytes * 1024 * MB]);
  const seconds = (gigabytes * 2 ** 30) / 8192 / 1000;
  const after = (hours: number) => Date.parse("2026-03-01T06:00:00.000Z") + hours * 3_600_000;
  expect(Math.abs(Date.parse(made.readBy.sums) - after(2 + (4 * seconds) / 3600))).toBeLessThan(2000);
  expect(Date.parse(made.readBy.items)).toBeGreaterThan(Date.parse(made.readBy.sums));
});
