import fc from "fast-check";
import { expect, test } from "vitest";
import type { Item } from "../item.ts";
import { type Conformity, ConformityCheck, mergeConformity, mostKeys } from "./conformity.ts";
import { modelRules, scalars } from "./rules.ts";

const schema = /* GraphQL */ `
  type Beast @model @auth(rules: [{ allow: private, operations: [read] }, { allow: owner }]) {
    id: ID!
    name: String!
    age: Int
    kind: Kind!
    aliases: [String!]
    lair: Lair
    rider: Rider @belongsTo(fields: ["riderID"])
    riderID: ID
  }
  type Rider @model(timestamps: { createdAt: "made", updatedAt: null }) {
    id: ID!
    beasts: [Beast] @hasMany
  }
  type Plain @model(timestamps: null) {
    id: ID!
    parent: Node
  }
  type Node {
    child: Node
    depth: Int!
  }
  type Lair {
    place: String!
    warm: Boolean
  }
  enum Kind {
    OGRE
    HYDRA
  }
`;
const rules = Object.fromEntries(modelRules(schema).map((one) => [one.model, one]));

const written = { S: "2026-03-01T05:00:00.000Z" };
const beast = (overrides: Record<string, object | undefined> = {}): Item =>
  ({
    id: { S: "b-1" },
    name: { S: "Grendel" },
    kind: { S: "OGRE" },
    owner: { S: "sub::ann" },
    createdAt: written,
    updatedAt: written,
    ...overrides,
  }) as Item;

function check(items: Item[], model = "Beast"): Conformity {
  const conformity = new ConformityCheck(rules[model]!);
  for (const item of items) conformity.add(item, () => (item.id as { S: string }).S);
  return conformity.conformity;
}

test("knows what is stored: no relations, and the dates that @model adds", () => {
  expect(rules.Beast!.fields.map(({ name }) => name)).toEqual([
    "id",
    "name",
    "age",
    "kind",
    "aliases",
    "lair",
    "riderID",
    "createdAt",
    "updatedAt",
  ]);
  expect(rules.Rider!.fields.map(({ name }) => name)).toEqual(["id", "made"]);
  expect(rules.Plain!.fields.map(({ name }) => name)).toEqual(["id", "parent"]);
});

test("accepts items that conform, absent and NULL where nothing is required", () => {
  const full = beast({
    age: { N: "7" },
    aliases: { L: [{ S: "The Mere-Wife's Son" }] },
    lair: { M: { place: { S: "Mere" }, warm: { BOOL: false } } },
    __typename: { S: "Beast" },
  });
  expect(check([beast(), beast({ age: { NULL: true } }), full])).toEqual({ items: 3, violations: [] });
});

test.each<[string, Record<string, object | undefined>, string]>([
  ["a required field is absent", { name: undefined }, "name is absent, and the schema requires it"],
  ["a required field is NULL", { name: { NULL: true } }, "name is absent, and the schema requires it"],
  ["text is a number", { name: { N: "7" } }, "name is no String"],
  ["a whole number has a fraction", { age: { N: "7.5" } }, "age is no Int"],
  ["a whole number is too large", { age: { N: "2147483648" } }, "age is no Int"],
  ["an enum has another value", { kind: { S: "GRIFFIN" } }, "kind is none of Kind's values"],
  ["a list is text", { aliases: { S: "x" } }, "aliases is no list"],
  [
    "a member of a list is missing",
    { aliases: { L: [{ NULL: true }] } },
    "aliases[] is absent, and the schema requires it",
  ],
  ["an object lacks a field", { lair: { M: {} } }, "lair.place is absent, and the schema requires it"],
  ["an object is text", { lair: { S: "Mere" } }, "lair is no Lair"],
  ["a date is none", { updatedAt: { S: "yesterday" } }, "updatedAt is no AWSDateTime"],
  ["the owner is a number", { owner: { N: "1" } }, "owner is neither a user's name nor a list of them"],
])("names the key when %s, never what the item holds", (_, fields, rule) => {
  expect(check([beast(), beast({ id: { S: "b-2" }, ...fields })]).violations).toEqual([
    { severity: "ERROR", rule, count: 1, keys: ["b-2"] },
  ]);
});

test("warns of an item that nobody owns", () => {
  expect(check([beast({ owner: undefined })]).violations).toMatchObject([{ severity: "WARNING", count: 1 }]);
});

test("looks one level into a type that holds itself", () => {
  const nested = { id: { S: "p-1" }, parent: { M: { depth: { N: "1" }, child: { M: {} } } } };
  expect(check([nested], "Plain").violations).toEqual([]);
});

test.each([
  ["AWSDate", ["2026-02-28", "2026-02-28Z", "2026-02-28+01:00"], ["2026-13-01", "28.2.2026"]],
  ["AWSTime", ["12:00", "12:00:30.123Z"], ["24:00", "noon"]],
  ["AWSDateTime", ["2026-03-01T05:00:00Z", "2026-03-01T05:00+01:00"], ["2026-03-01T05:00:00", "2026-03-01"]],
  ["AWSEmail", ["ann@example.com"], ["ann"]],
  ["AWSURL", ["https://example.com/x"], ["example"]],
  ["AWSPhone", ["+1 555 0100"], ["call me"]],
  ["AWSIPAddress", ["127.0.0.1", "10.0.0.0/8", "::1"], ["localhost"]],
])("knows %s as AppSync does", (name, right, wrong) => {
  for (const value of right) expect(scalars[name]!({ S: value })).toBe(true);
  for (const value of wrong) expect(scalars[name]!({ S: value })).toBe(false);
});

test("refuses a schema with a type that isn't there", () => {
  expect(() => modelRules("type A @model { id: ID!, b: Unknown }")).toThrow(
    "The schema's A.b is of a type that it doesn't have: Unknown.",
  );
});

test("is the same for parts in any order and grouping", () => {
  const items = fc.array(fc.tuple(fc.nat(50), fc.boolean(), fc.nat(2)), { maxLength: 40 });
  fc.assert(
    fc.property(items, (all) => {
      const parts: Item[][] = [[], [], []];
      for (const [id, broken, part] of all)
        parts[part]!.push(beast({ id: { S: `b-${id}` }, ...(broken && { name: undefined }) }));
      const whole = check(parts.flat());
      const [a, b, c] = parts.map((part) => check(part)) as [Conformity, Conformity, Conformity];
      expect(mergeConformity([c, mergeConformity([b, a])])).toEqual(whole);
      expect(mergeConformity([mergeConformity([a, c]), b])).toEqual(whole);
      for (const { keys } of whole.violations) expect(keys.length).toBeLessThanOrEqual(mostKeys);
    }),
  );
});
