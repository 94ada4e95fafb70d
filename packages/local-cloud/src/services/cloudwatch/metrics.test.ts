import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createMetrics } from "./metrics.ts";

const day = 86_400_000;
const begin = Date.parse("2026-11-02T10:00:00Z");
const metric = { namespace: "Holdfast", name: "neverVerified", dimensions: {} };

let folder: string;
let now: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-metrics-"));
  now = begin;
});
afterEach(() => rm(folder, { recursive: true }));

const path = () => join(folder, "metrics.jsonl");
const metrics = () => createMetrics({ path: path(), clock: { now: () => new Date(now) } });

/** As they are found at a start so many days after they came. */
function startedAfter(days: number) {
  now = begin + days * day;
  return metrics().between(metric, 0, Number.POSITIVE_INFINITY);
}

beforeEach(() => {
  const before = metrics();
  for (const [minute, value] of [
    [0, 1],
    [1, 2],
    [59, 6],
    [60, 4],
  ] as const)
    before.put(metric, value, new Date(begin + minute * 60_000));
  before.save();
});

test("keeps minutes for fifteen days", () => {
  expect(startedAfter(14).map(({ at }) => (at - begin) / 60_000)).toEqual([0, 1, 59, 60]);
});

test("makes hours of older minutes, and keeps them as they are at later starts", () => {
  const hours = [
    { at: begin, sum: 9, count: 3, min: 1, max: 6 },
    { at: begin + 3_600_000, sum: 4, count: 1, min: 4, max: 4 },
  ];
  for (const days of [16, 17, 400]) expect(startedAfter(days)).toEqual(hours);
});

test("forgets hours after 455 days", async () => {
  expect(startedAfter(456)).toEqual([]);
  expect(await readFile(path(), "utf8")).toBe("");
});
