import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { keyDigest } from "../canonical/digest.ts";
import type { Item, Key } from "../item.ts";
import { Cells, ElementCell } from "./cells.ts";
import { reconcile } from "./reconcile.ts";
import { commitmentTo } from "./seed.ts";
import { failureProbability, type SketchShape, shapeFor } from "./shape.ts";
import { partsOf, type Sketch, Sketcher } from "./sketch.ts";

const seed = randomBytes(32);
const shape = shapeFor(100);

const item = (number: number, text = "Minotaur"): Item => ({ id: { S: `i-${number}` }, text: { S: text } });
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

function sketchOf(items: Iterable<Item>, keys = ["id"], with_: SketchShape = shape): Sketch {
  const sketcher = new Sketcher(with_, seed, keys);
  for (const one of items) sketcher.add(one);
  return sketcher.sketch;
}

function compare(live: Iterable<Item>, restored: Iterable<Item>, keys = ["id"], with_: SketchShape = shape) {
  const difference = sketchOf(live, keys, with_);
  difference.subtract(sketchOf(restored, keys, with_));
  return reconcile(difference, seed);
}

const idOf = (key: Key | undefined) => (key?.id as { S: string } | undefined)?.S;

test("finds equal sets equal", () => {
  const all = numbers(0, 500).map((number) => item(number));
  expect(compare(all, all.toReversed())).toEqual({ kind: "exact", differences: [] });
});

test("names exactly the items that are missing, extra and altered", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(2000), { maxLength: 200 }),
      fc.infiniteStream(fc.constantFrom("same", "same", "missing", "extra", "altered")),
      (ids, fates) => {
        const live: Item[] = [];
        const restored: Item[] = [];
        const expected = new Map<string, string>();
        let differing = 0;
        for (const id of ids) {
          const fate = differing < 90 ? fates.next().value : "same";
          if (fate !== "same") {
            differing++;
            expected.set(`i-${id}`, fate);
          }
          if (fate !== "extra") live.push(item(id));
          if (fate !== "missing") restored.push(item(id, fate === "altered" ? "Hydra" : undefined));
        }
        const result = compare(live, restored);
        if (result.kind !== "exact") throw new Error(result.kind);
        const found = result.differences.map(({ key, live, restored }) => [
          idOf(key),
          !restored ? "missing" : !live ? "extra" : "altered",
        ]);
        expect(new Map(found as [string, string][])).toEqual(expected);
      },
    ),
    { numRuns: 100 },
  );
});

test("finds the one item that is missing of many", () => {
  const all = numbers(0, 20_000).map((number) => item(number));
  const result = compare(
    all,
    all.filter((_, index) => index !== 12_345),
  );
  expect(result).toMatchObject({ kind: "exact", differences: [{ key: { id: { S: "i-12345" } } }] });
});

test("tells two items that swapped their contents", () => {
  const result = compare([item(1, "a"), item(2, "b")], [item(1, "b"), item(2, "a")]);
  expect(result.kind === "exact" && result.differences.map(({ key }) => idOf(key)).sort()).toEqual([
    "i-1",
    "i-2",
  ]);
});

test.each<[string, Item]>([
  ["a number", { id: { N: "-120.50" } }],
  ["binary", { id: { B: "AQID" } }],
  ["a composite key", { id: { S: "Ö" }, at: { N: "15" } }],
])("gives back %s as a key", (_, key) => {
  const result = compare([{ ...key, text: { S: "x" } }], [], Object.keys(key));
  if (result.kind !== "exact") throw new Error(result.kind);
  expect(keyDigest(result.differences[0]!.key!)).toBe(keyDigest(key));
});

test("names a key that is too long for a sketch by its hash", () => {
  const result = compare([{ id: { S: "x".repeat(300) } }], []);
  expect(result).toMatchObject({
    kind: "exact",
    differences: [{ hash: expect.stringMatching(/^[0-9a-f]{32}$/) }],
  });
  expect(result.kind === "exact" && result.differences[0]!.key).toBeUndefined();
});

test("says about how many differ, with examples, when they are too many to name", () => {
  const live = numbers(0, 40_000).map((number) => item(number));
  const result = compare(live, live.slice(0, 10_000));
  if (result.kind !== "tooMany" || !result.estimate) throw new Error(result.kind);
  // Five standard errors: one run in two million is further off.
  expect(Math.abs(result.estimate.about - 30_000)).toBeLessThan(5 * result.estimate.standardError);
  expect(result.examples.length).toBeGreaterThan(0);
  for (const { key } of result.examples) expect(Number(idOf(key)!.slice(2))).toBeGreaterThanOrEqual(10_000);
});

test("draws its examples from all that differ", () => {
  const counted = { low: 0, high: 0 };
  const live = numbers(0, 60_000).map((number) => item(number));
  const result = compare(live, []);
  if (result.kind !== "tooMany" || !result.estimate) throw new Error(result.kind);
  for (const { key } of result.examples) counted[Number(idOf(key)!.slice(2)) < 30_000 ? "low" : "high"]++;
  expect(Math.min(counted.low, counted.high)).toBeGreaterThan(result.examples.length / 4);
});

test("never names an item that was counted twice", () => {
  expect(compare([item(1), item(2), item(2)], [item(1)])).toMatchObject({ kind: "undecodable" });
});

test("says so when a part was left out or added twice, and never calls it equal", () => {
  const parts = [numbers(0, 50), numbers(50, 100)].map((part) => part.map((number) => item(number)));
  const difference = sketchOf(parts.flat());
  difference.subtract(sketchOf(parts[0]!));
  const leftOut = reconcile(difference, seed);
  expect(leftOut.kind === "exact" && leftOut.differences.length).toBe(50);

  const doubled = sketchOf(parts[0]!);
  doubled.merge(sketchOf(parts[0]!));
  doubled.subtract(sketchOf(parts[0]!));
  doubled.subtract(sketchOf(parts[0]!));
  doubled.merge(sketchOf(parts[1]!));
  doubled.merge(sketchOf(parts[1]!));
  expect(reconcile(doubled, seed).kind).toBe("undecodable");
});

test("never calls two sets equal when any word of a summary was changed", () => {
  const all = numbers(0, 40).map((number) => item(number));
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (part, word, by) => {
      const difference = sketchOf(all);
      const parts = partsOf(difference);
      const words = parts[part % parts.length]!;
      words[word % words.length]! += by;
      difference.subtract(sketchOf(all));
      expect(reconcile(difference, seed)).toMatchObject({ kind: "undecodable" });
    }),
    { numRuns: 60 },
  );
});

test("refuses another run's seed", () => {
  expect(reconcile(sketchOf([item(1)]), randomBytes(32))).toMatchObject({ kind: "undecodable" });
});

test("commits to a seed by its SHA-256, so that anyone can check it", () => {
  expect(commitmentTo(seed)).toBe(createHash("sha256").update(seed).digest("hex"));
});

test("names 10,000 altered items with the usual shape", () => {
  const live = numbers(0, 10_000).map((number) => item(number));
  const restored = numbers(0, 10_000).map((number) => item(number, "Hydra"));
  const result = compare(live, restored, ["id"], shapeFor(10_000));
  expect(result.kind === "exact" && result.differences.length).toBe(10_000);
});

test("fails as seldom as the formula says", () => {
  // Sub-tables small enough to see it fail.
  const small = { ways: 3, cells: 64 };
  const [elements, rounds] = [60, 8_000];
  const element = new ElementCell(Int32Array.of(1, 2));
  let failed = 0;
  for (let round = 0; round < rounds; round++) {
    const cells = new Cells(small.ways, small.cells);
    const hashes = new Int32Array(randomBytes(elements * 32).buffer);
    for (let number = 0; number < elements; number++) {
      element.fill(hashes.subarray(number * 8), new DataView(new ArrayBuffer()), 0, 0);
      cells.insert(element.words);
    }
    cells.peel(Int32Array.of(1, 2));
    if (!cells.isZero) failed++;
  }
  const expected = rounds * failureProbability(elements, small);
  // Five standard deviations; larger stopping sets add a little at this load.
  expect(failed).toBeGreaterThan(expected - 5 * Math.sqrt(expected));
  expect(failed).toBeLessThan(1.3 * expected + 5 * Math.sqrt(expected));
});

test("keeps the usual shape's failures below one in a billion", () => {
  expect(failureProbability(20_000, shapeFor(10_000))).toBeLessThan(1e-9);
  expect(failureProbability(2_000, shapeFor(1_000))).toBeLessThan(1e-9);
});

test("comes to an end with cells that no set of items could leave", () => {
  const difference = sketchOf([item(1)]);
  const at = difference.cells.words.indexOf(1);
  difference.cells.words.fill(0, at, at + 32);
  expect(reconcile(difference, seed).kind).not.toBe("exact");
});
