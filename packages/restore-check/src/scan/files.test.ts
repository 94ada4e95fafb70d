import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketRange, headLength } from "../buckets/bucketFile.ts";
import { keyText } from "../canonical/keyText.ts";
import { joinSides, mergeJoined } from "../exact/joinSides.ts";
import type { Item } from "../item.ts";
import { findOrphans, mergeOrphans } from "../relations/orphans.ts";
import { references } from "../relations/references.ts";
import { beast, WINDOW } from "../testing/input.ts";
import { type ScanRules, TableScan } from "./tableScan.ts";

const seed = randomBytes(32);
const shape = { ways: 6, cells: 128, samples: 0, sampleCells: 0 };
const relation = references(
  'type Herd @model { id: ID! } type Beast @model { id: ID! herdID: ID herd: Herd @belongsTo(fields: ["herdID"]) }',
);
const bits = 3;

/** The named file of a scan of these items, in as many parts as there are groups. */
function filesOf(
  name: string,
  groups: Item[][],
  files: Omit<NonNullable<ScanRules["files"]>, "bits">,
): Buffer[] {
  return groups.map((items) => {
    const scan = new TableScan({ seed, keyNames: ["id"], shape, files: { bits, ...files } });
    for (const item of items) scan.add(item);
    return scan.files.find((file) => file.name === name)!.take();
  });
}

const bucket = (files: Buffer[], number: number) =>
  files.map((file) => {
    const { start, end } = bucketRange(file.subarray(0, headLength(bits)), bits, number);
    return file.subarray(start, end);
  });
const buckets = Array.from({ length: 2 ** bits }, (_, number) => number);

const split = <T>(all: T[], parts: number): T[][] =>
  Array.from({ length: parts }, (_, part) => all.filter((__, index) => index % parts === part));

test("finds exactly the references that nothing answers, whatever the segments", async () => {
  const ids = fc.uniqueArray(fc.nat(40), { maxLength: 30 });
  const named = fc.array(fc.option(fc.nat(60), { nil: undefined }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(ids, named, fc.integer({ min: 1, max: 3 }), async (herds, herdOf, parts) => {
      const beasts = herdOf.map(
        (herd, index): Item => ({
          id: { S: `b-${index}` },
          ...(herd !== undefined && { herdID: { S: `h-${herd}` } }),
        }),
      );
      const keys = filesOf(
        "keys",
        split(
          herds.map((id) => ({ id: { S: `h-${id}` } })),
          parts,
        ),
        { keys: true },
      );
      const refs = filesOf("references-Herd", split(beasts, parts), { references: relation });
      const found = mergeOrphans(
        await Promise.all(
          buckets.map((number) => findOrphans(bucket(keys, number), bucket(refs, number), 100)),
        ),
        100,
      );
      const missing = herdOf.filter((herd) => herd !== undefined && !herds.includes(herd));
      expect(found.missing).toBe(new Set(missing).size);
      expect(found.listed.reduce((sum, { count }) => sum + count, 0)).toBe(missing.length);
      for (const { key } of found.listed) {
        const herd = herdOf[Number(keyText(key).slice("id=b-".length))];
        expect(herds).not.toContain(herd);
      }
    }),
    { numRuns: 60 },
  );
});

test("refers to nothing by an attribute that is NULL", async () => {
  const refs = filesOf("references-Herd", [[{ id: { S: "b-1" }, herdID: { NULL: true } }]], {
    references: relation,
  });
  expect(await findOrphans([], bucket(refs, 0), 10)).toEqual({ listed: [], missing: 0 });
});

async function join(live: Item[], restored: Item[], parts = 2) {
  const [one, other] = [live, restored].map((items) =>
    filesOf("items", split(items, parts), { items: true }),
  );
  return mergeJoined(
    await Promise.all(
      buckets.map((number) =>
        joinSides(bucket(one!, number), bucket(other!, number), { window: WINDOW, most: 100 }),
      ),
    ),
    100,
  );
}

test("accounts for every item of both sides, however many differ", async () => {
  const same = ["a", "b"].map((id) => beast(id));
  const joined = await join(
    [
      ...same,
      beast("written", { updated: 60, name: "Troll" }),
      beast("created", { created: 60 }),
      beast("written-near", { updated: 1, name: "Troll" }),
      beast("created-near", { created: -1 }),
      beast("lost"),
      beast("lost-written", { updated: 60 }),
      beast("altered", { name: "Troll" }),
      { id: { S: "undated" } },
    ],
    [
      ...same,
      beast("written"),
      beast("written-near"),
      beast("altered"),
      beast("extra"),
      { id: { S: "undated" }, x: { NULL: true } },
    ],
  );
  expect(joined).toMatchObject({
    live: 10,
    restored: 7,
    equal: 2,
    laterWrites: 2,
    nearPoint: 1,
    nearMissing: 1,
    explainedRestored: 2,
    suspected: 5,
  });
  expect(joined.suspects.map((key) => keyText(key)).sort()).toEqual(
    ["altered", "extra", "lost", "lost-written", "undated"].map((id) => `id=${id}`),
  );
});

test("lists the first suspects and counts all", async () => {
  const lost = Array.from({ length: 500 }, (_, n) => beast(`b-${n}`));
  const joined = await join(lost, []);
  expect(joined.suspected).toBe(500);
  expect(joined.suspects).toHaveLength(100);
});

test("refuses an item that was read twice", async () => {
  await expect(join([beast("a"), beast("a")], [], 1)).rejects.toThrow("live table returned an item twice");
  await expect(join([], [beast("a"), beast("a")], 1)).rejects.toThrow(
    "restored table returned an item twice",
  );
});

test("suspects an item that differs and is not of the backup's span", async () => {
  const joined = await join([beast("a", { updated: -2, name: "Troll" })], [beast("a")]);
  expect(joined).toMatchObject({ laterWrites: 0, nearPoint: 0, suspected: 1 });
});

test("suspects an item that differs under the same date of its last write", async () => {
  const [live, restored] = [beast("a", { updated: 60, name: "Troll" }), beast("a", { updated: 60 })];
  expect(await join([live], [restored])).toMatchObject({ laterWrites: 0, suspected: 1 });
});
