import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "./check.ts";
import type { Item } from "./item.ts";
import { at, beast, input } from "./testing/input.ts";

// Each fault is one that a backup could really have. Thousands of them, seeded by fast-check: none may ever pass.

type Attribute = Record<string, unknown>;

/** An item with an attribute of every type. */
const rich = (id: string): Item => ({
  ...beast(id),
  age: { N: "12345678901234567890123456789012345678" },
  weight: { N: "1.5" },
  photo: { B: "AQIDBA==" },
  isMythical: { BOOL: true },
  heir: { NULL: true },
  aliases: { SS: ["Grendel", "Mearcstapa"] },
  lucky: { NS: ["7", "13"] },
  seals: { BS: ["AQ==", "Ag=="] },
  path: { L: [{ S: "fen" }, { M: { depth: { N: "3" } } }] },
  lair: { M: { place: { S: "caf\u00e9" }, doors: { N: "2" } } },
});

const faults: Record<string, (item: Item) => Item> = {
  "text altered": (item) => ({ ...item, name: { S: "Ogr" } }),
  "text normalised (NFD)": (item) => ({
    ...item,
    lair: { M: { ...lairOf(item), place: { S: "cafe\u0301" } } },
  }),
  "a number's last digit lost": (item) => ({ ...item, age: { N: "12345678901234567890123456789012345680" } }),
  "a number through a double": (item) => ({ ...item, age: { N: String(Number((item.age as Attribute).N)) } }),
  "a number's sign lost": (item) => ({ ...item, weight: { N: "-1.5" } }),
  "a number become text": (item) => ({ ...item, weight: { S: "1.5" } }),
  "binary cut": (item) => ({ ...item, photo: { B: "AQID" } }),
  "binary become text": (item) => ({ ...item, photo: { S: "AQIDBA==" } }),
  "a boolean flipped": (item) => ({ ...item, isMythical: { BOOL: false } }),
  "NULL dropped": ({ heir: _, ...item }) => item as Item,
  "NULL become empty text": (item) => ({ ...item, heir: { S: "" } }),
  "a set truncated": (item) => ({ ...item, aliases: { SS: ["Grendel"] } }),
  "a set become a list": (item) => ({ ...item, aliases: { L: [{ S: "Grendel" }, { S: "Mearcstapa" }] } }),
  "a number set truncated": (item) => ({ ...item, lucky: { NS: ["7"] } }),
  "a binary set altered": (item) => ({ ...item, seals: { BS: ["AQ==", "Aw=="] } }),
  "a list reordered": (item) => ({ ...item, path: { L: (item.path as { L: object[] }).L.toReversed() } }),
  "a list cut": (item) => ({ ...item, path: { L: [{ S: "fen" }] } }),
  "something deep altered": (item) => ({
    ...item,
    path: { L: [{ S: "fen" }, { M: { depth: { N: "4" } } }] },
  }),
  "a map's member lost": (item) => ({ ...item, lair: { M: { place: lairOf(item).place! } } }),
  "an attribute added": (item) => ({ ...item, ghost: { S: "boo" } }),
  "an attribute renamed": ({ name, ...item }) => ({ ...item, Name: name! }),
  "an older version": (item) => ({ ...item, updatedAt: { S: at(-7200) } }),
  "a version from the future": (item) => ({ ...item, updatedAt: { S: at(30) } }),
};

const lairOf = (item: Item) => (item.lair as { M: Record<string, object> }).M;
const ids = fc.uniqueArray(fc.nat(10_000), { minLength: 2, maxLength: 20 });

test.each(Object.keys(faults))("never passes an item with %s, and names its key", async (fault) => {
  await fc.assert(
    fc.asyncProperty(ids, fc.nat(), async (numbers, choice) => {
      const live = numbers.map((number) => rich(`b-${number}`));
      const hit = choice % live.length;
      const restored = live.map((item, index) => (index === hit ? faults[fault]!(item) : item));
      const report = await check(input({ live, restored }));
      expect(report.verdict).toBe("FAILED");
      expect(report.findings.filter(({ severity, subject }) => severity === "ERROR" && subject)).toEqual([
        expect.objectContaining({ subject: `id=b-${numbers[hit]}` }),
      ]);
    }),
    { numRuns: 100 },
  );
});

test.each<[string, (items: Item[], at: number) => Item[]]>([
  ["lost", (items, at) => items.toSpliced(at, 1)],
  ["twice there under another key", (items, at) => [...items, { ...items[at]!, id: { S: "twin" } }]],
  [
    "there under another's key",
    (items, at) => items.map((item, index) => (index === at ? { ...item, id: { S: "stray" } } : item)),
  ],
  ["swapped with its neighbour", (items, at) => swapped(items, at)],
  ["and half of all lost", (items) => items.slice(0, items.length / 2)],
])("never passes a restore with an item %s", async (_, damage) => {
  await fc.assert(
    fc.asyncProperty(ids, fc.nat(), async (numbers, choice) => {
      const live = numbers.map((number, index) => ({ ...rich(`b-${number}`), order: { N: String(index) } }));
      expect((await check(input({ live, restored: damage(live, choice % live.length) }))).verdict).toBe(
        "FAILED",
      );
    }),
    { numRuns: 200 },
  );
});

test("passes what DynamoDB calls the same, however it is spelled and in whatever order", async () => {
  await fc.assert(
    fc.asyncProperty(ids, async (numbers) => {
      const live = numbers.map((number) => rich(`b-${number}`));
      const restored = live.toReversed().map((item) => ({
        ...Object.fromEntries(Object.entries(item).reverse()),
        weight: { N: "15E-1" },
        aliases: { SS: ["Mearcstapa", "Grendel"] },
        lucky: { NS: ["13.0", "07"] },
      }));
      expect((await check(input({ live, restored }))).verdict).toBe("PASSED");
    }),
    { numRuns: 200 },
  );
});

function swapped(items: Item[], at: number): Item[] {
  const [one, other] = [items[at]!, items[(at + 1) % items.length]!];
  return items.map((item) => {
    if (item === one) return { ...other, id: one.id! };
    return item === other ? { ...one, id: other.id! } : item;
  });
}
