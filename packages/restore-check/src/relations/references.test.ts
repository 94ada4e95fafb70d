import { expect, test } from "vitest";
import { references } from "./references.ts";

test("finds both sides of a relation once", () => {
  const schema = /* GraphQL */ `
    type Category @model {
      id: ID!
      items: [Item] @hasMany(indexName: "byCategory", fields: ["id"])
    }
    type Item @model {
      id: ID!
      categoryID: ID! @index(name: "byCategory")
      category: Category @belongsTo(fields: ["categoryID"])
    }
  `;
  expect(references(schema)).toEqual([{ from: "Item", to: "Category", key: { id: "categoryID" } }]);
});

test.each([
  [
    "references",
    'items: [Item] @hasMany(references: ["ownerId"])',
    'ownerId: ID, owner: Owner @belongsTo(references: ["ownerId"])',
    "ownerId",
  ],
  ["no fields", "items: [Item] @hasMany", "owner: Owner @belongsTo", "ownerItemsId"],
])("reads relations with %s", (_, one, many, attribute) => {
  const schema = `type Owner @model { id: ID! ${one} } type Item @model { id: ID! ${many} }`;
  expect(references(schema)).toEqual([{ from: "Item", to: "Owner", key: { id: attribute } }]);
});

test("reads @hasOne both ways", () => {
  expect(
    references('type A @model { id: ID! bId: ID b: B @hasOne(fields: ["bId"]) } type B @model { id: ID! }'),
  ).toEqual([{ from: "A", to: "B", key: { id: "bId" } }]);
  expect(references("type A @model { id: ID! b: B @hasOne } type B @model { id: ID! }")).toEqual([
    { from: "A", to: "B", key: { id: "aBId" } },
  ]);
  expect(
    references(
      'type A @model { id: ID! b: B @hasOne(references: ["aId"]) } type B @model { id: ID! aId: ID }',
    ),
  ).toEqual([{ from: "B", to: "A", key: { id: "aId" } }]);
});

test("names keys of two attributes", () => {
  const schema = /* GraphQL */ `
    type Place @model {
      country: ID! @primaryKey(sortKeyFields: ["city"])
      city: String!
    }
    type Visit @model {
      id: ID!
      inCountry: ID
      inCity: String
      place: Place @belongsTo(fields: ["inCountry", "inCity"])
    }
  `;
  expect(references(schema)).toEqual([
    { from: "Visit", to: "Place", key: { country: "inCountry", city: "inCity" } },
  ]);
});

test.each([
  [
    "too few attributes",
    'type P @model { a: ID! @primaryKey(sortKeyFields: ["b"]) b: ID! } type C @model { id: ID! p: P @belongsTo(fields: ["x"]) }',
    "names P by x, and its key is a, b",
  ],
  [
    "an index that isn't there",
    'type P @model { id: ID! c: [C] @hasMany(indexName: "by", fields: ["id"]) } type C @model { id: ID! }',
    "an index that isn't there: by",
  ],
  [
    "several sort keys",
    'type P @model { a: ID! @primaryKey(sortKeyFields: ["b", "c"]) b: ID! c: ID! } type C @model { id: ID! p: P @belongsTo(fields: ["x", "y", "z"]) }',
    "several sort keys",
  ],
])("refuses a relation with %s", (_, schema, message) => {
  expect(() => references(schema)).toThrow(message);
});
