import fc from "fast-check";
import { expect, test } from "vitest";
import { item, type Model, spell } from "../testing/values.ts";
import { digester, keyDigest } from "./digest.ts";

const digest = digester([]);
const randoms = fc
  .infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  .map((stream) => () => stream.next().value);

test("gives all spellings of an item one digest", () => {
  fc.assert(
    fc.property(item, randoms, (model, random) => {
      expect(digest.item(spell(model, random))).toBe(digest.item(spell(model, random)));
    }),
  );
});

test("gives two items one digest exactly when they are equal", () => {
  const pair = fc.oneof(
    fc.tuple(item, item),
    item.chain((one) => fc.tuple(fc.constant(one), nearlyEqual(one))),
  );
  fc.assert(
    fc.property(pair, randoms, ([one, other], random) => {
      const isSame = digest.item(spell(one, random)) === digest.item(spell(other, random));
      expect(isSame).toBe(reference(one) === reference(other));
    }),
    { numRuns: 500 },
  );
});

test("keeps the digests it has always given", () => {
  expect(keyDigest({ id: { S: "c-1" } })).toMatchInlineSnapshot(
    `"e2003e501a0569c4185ab53d34eef7eeb37025738649c1314aab814c0fb9fa4f"`,
  );
  expect(keyDigest({ pk: { S: "a" }, sk: { N: "7" } })).toMatchInlineSnapshot(
    `"ee11f8fcd33f06c891829e6c05bfcde49438284dd91a42df82beb8fc29b6b798"`,
  );
  expect(
    digest.item({ id: { S: "c-1" }, n: { NS: ["2", "10"] }, m: { M: { b: { B: "AQ==" } } } }),
  ).toMatchInlineSnapshot(`"b07567ad5da817e833ff9650926d5482240d5c36e454d52dbaf879a89cedc092"`);
});

test("gives an item and its key on its own one key digest", () => {
  const keys = digester(["pk", "sk"]);
  expect(keys.key({ name: { S: "Ogre" }, sk: { N: "7.0" }, pk: { S: "a" } })).toBe(
    keyDigest({ pk: { S: "a" }, sk: { N: "7" } }),
  );
});

test("tells a key from an item that is only a key", () => {
  expect(digest.item({ id: { S: "c-1" } })).not.toBe(keyDigest({ id: { S: "c-1" } }));
});

test("refuses an item without its key", () => {
  expect(() => digester(["id"]).key({ name: { S: "Ogre" } })).toThrow('has no key attribute "id"');
});

/** The item with one attribute taken from another one, or dropped. */
function nearlyEqual(one: Record<string, Model>): fc.Arbitrary<Record<string, Model>> {
  return fc.tuple(fc.constantFrom(...Object.keys(one)), item, fc.boolean()).map(([name, other, drops]) => {
    const { [name]: _, ...rest } = one;
    return drops ? rest : { ...rest, [name]: Object.values(other)[0]! };
  });
}

/** Equality told another way: sorted JSON of the model, in which a value has one spelling only. */
function reference(model: unknown): string {
  return JSON.stringify(model, (name, content) => {
    if (["SS", "NS", "BS"].includes(name) && Array.isArray(content))
      return content.map((member) => JSON.stringify(member)).sort();
    if (content === null || typeof content !== "object" || Array.isArray(content)) return content;
    return Object.fromEntries(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

test("gives the digests it always gave: recorded deletions are found by them", () => {
  const kept = {
    id: { S: "i-1" },
    n: { N: "-120.50" },
    z: { N: "0" },
    b: { B: "AQID" },
    t: { BOOL: true },
    x: { NULL: true },
    l: { L: [{ S: "é\u{1f984}" }, { M: { "\uffee": { S: "1" }, "\u{1f984}": { S: "2" } } }] },
    ss: { SS: ["b", "a", "\uffee", "\u{1f984}"] },
    ns: { NS: ["10", "9", "1e10"] },
    bs: { BS: ["Ag==", "AQ=="] },
    long: { S: "y".repeat(100) },
  };
  const { key, item } = digester(["id"]);
  expect(key(kept)).toBe("9ccc4fcacd9ac8c7e09e8824aed5a75955a20e9a9985f58c2bfab0e9ebf00090");
  expect(item(kept)).toBe("a79dc1766f384294adf0a9c076e40290148728b37259966a290caefca26dd41e");
});
