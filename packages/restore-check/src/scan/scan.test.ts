import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Item } from "../item.ts";
import { modelRules } from "../model/rules.ts";
import { mergeSummaries, type ScanSummary, summaryFromBytes, summaryToBytes } from "./summary.ts";
import { TableScan } from "./tableScan.ts";

const [model] = modelRules("type Beast @model(timestamps: null) { id: ID!, name: String! }");
const seed = randomBytes(32);
const shape = { ways: 6, cells: 128, samples: 0, sampleCells: 0 };
const item = (id: number, name?: string): Item => ({
  id: { S: `b-${id}` },
  ...(name && { name: { S: name } }),
});

function scan(items: Item[]): ScanSummary {
  const table = new TableScan({ seed, keyNames: ["id"], shape, model: model! });
  for (const one of items) table.add(one);
  return table.summary;
}

test("says of a part what the parts of the part say together, from their files and in any order", () => {
  const items = fc.uniqueArray(fc.tuple(fc.nat(500), fc.boolean()), {
    maxLength: 30,
    selector: ([id]) => id,
  });
  fc.assert(
    fc.property(items, fc.infiniteStream(fc.nat(2)), (all, parts) => {
      const groups: Item[][] = [[], [], []];
      for (const [id, named] of all) groups[parts.next().value]!.push(item(id, named ? "Ogre" : undefined));
      const files = groups.map((group) => summaryToBytes(scan(group)));
      const merged = mergeSummaries(files.toReversed().map(summaryFromBytes));
      expect(summaryToBytes(merged)).toEqual(summaryToBytes(scan(groups.flat())));
    }),
    { numRuns: 50 },
  );
});

test("counts and names what doesn't conform, never what it holds", () => {
  const { sketch, conformity } = scan([item(1, "Ogre"), item(2)]);
  expect(sketch.count).toBe(2);
  expect(conformity).toEqual({
    items: 2,
    violations: [
      { severity: "ERROR", rule: "name is absent, and the schema requires it", count: 1, keys: ["id=b-2"] },
    ],
  });
});

test("is nothing without a part", () => {
  expect(() => mergeSummaries([])).toThrow("no summary");
});

test("doesn't come back from bytes that were cut", () => {
  const file = summaryToBytes(scan([item(1)]));
  for (const length of [0, 3, 10, file.length - 5])
    expect(() => summaryFromBytes(file.subarray(0, length))).toThrow();
});
