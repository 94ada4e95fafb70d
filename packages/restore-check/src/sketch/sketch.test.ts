import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Item } from "../item.ts";
import { fromBytes, toBytes } from "./bytes.ts";
import { shapeFor } from "./shape.ts";
import { partsOf, Sketch, Sketcher } from "./sketch.ts";

const seed = randomBytes(32);
const shape = shapeFor(20);

const item = (number: number, text = "Minotaur"): Item => ({ id: { S: `i-${number}` }, text: { S: text } });

function sketchOf(items: readonly Item[], under = seed): Sketch {
  const sketcher = new Sketcher(shape, under, ["id"]);
  for (const one of items) sketcher.add(one);
  return sketcher.sketch;
}

const wordsOf = (sketch: Sketch) => [
  sketch.count,
  ...partsOf(sketch).map((words) => Buffer.from(words.buffer).toString("base64")),
];

const items = fc
  .uniqueArray(fc.nat(10_000), { maxLength: 30 })
  .map((numbers) => numbers.map((number) => item(number)));

test("is the same for parts of a set in any order and grouping", () => {
  fc.assert(
    fc.property(
      items,
      fc.array(fc.nat(4), { minLength: 30, maxLength: 30 }),
      fc.infiniteStream(fc.nat(100)),
      (all, parts, order) => {
        const groups = [0, 1, 2, 3, 4].map((part) =>
          sketchOf(all.filter((_, index) => parts[index] === part)),
        );
        while (groups.length > 1) {
          const [one] = groups.splice(order.next().value % groups.length, 1);
          groups[order.next().value % groups.length]!.merge(one!);
        }
        expect(wordsOf(groups[0]!)).toEqual(wordsOf(sketchOf(all)));
      },
    ),
    { numRuns: 30 },
  );
});

test("is the same whatever order the items come in", () => {
  const all = Array.from({ length: 50 }, (_, number) => item(number));
  expect(wordsOf(sketchOf(all.toReversed()))).toEqual(wordsOf(sketchOf(all)));
});

test("less itself is zero", () => {
  fc.assert(
    fc.property(items, (all) => {
      const sketch = sketchOf(all);
      sketch.subtract(sketchOf(all));
      expect(sketch.isZero && sketch.count === 0).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("is another one under another seed", () => {
  expect(sketchOf([item(1)]).sums.total()).not.toBe(sketchOf([item(1)], randomBytes(32)).sums.total());
});

test("doesn't add up with one of another run or shape", () => {
  const sketch = sketchOf([item(1)]);
  expect(() => sketch.merge(sketchOf([item(2)], randomBytes(32)))).toThrow("different runs");
  expect(() => sketch.merge(new Sketch(shapeFor(5000), sketch.commitment))).toThrow("different shapes");
});

test("takes nothing of an item it refuses", () => {
  const sketcher = new Sketcher(shape, seed, ["id"]);
  expect(() => sketcher.add({ id: { S: "x" }, wrong: { N: "one" } })).toThrow(
    "a number that DynamoDB could not hold",
  );
  expect(() => sketcher.add({ other: { S: "x" } })).toThrow('has no key attribute "id"');
  expect(sketcher.sketch.isZero).toBe(true);
});

test("comes back whole from its bytes", () => {
  const sketch = sketchOf([item(1), item(2)]);
  expect(wordsOf(fromBytes(toBytes(sketch)))).toEqual(wordsOf(sketch));
});

test("of few items takes few bytes", () => {
  expect(toBytes(sketchOf([item(1), item(2)])).length).toBeLessThan(10_000);
});

test("doesn't come back from bytes that were changed or cut, whatever they are", () => {
  const bytes = toBytes(sketchOf([item(1)]));
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Buffer.from(bytes);
      changed[at]! ^= flip;
      let sketch: Sketch | undefined;
      try {
        sketch = fromBytes(changed);
      } catch (error) {
        expect((error as Error).message).toMatch(/not a|not the shape/i);
      }
      // What is read in spite of it is caught when it is reconciled: here it is enough that nothing breaks.
      if (sketch) expect(sketch).toBeInstanceOf(Sketch);
    }),
  );
  expect(() => fromBytes(bytes.subarray(0, bytes.length / 2))).toThrow("not a");
  expect(() => fromBytes(Buffer.from("nonsense"))).toThrow("can't be decompressed");
});
