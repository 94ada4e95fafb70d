import { expect, test } from "vitest";
import { digester } from "./digest.ts";
import { encoders } from "./encode.ts";

const { item } = digester([]);

const samples: Record<keyof typeof encoders, unknown> = {
  S: "6",
  N: "6",
  B: "Ng==",
  BOOL: true,
  NULL: true,
  L: [{ S: "6" }],
  M: { 6: { S: "6" } },
  SS: ["6"],
  NS: ["6"],
  BS: ["Ng=="],
};

test("tells every type from every other", () => {
  const digests = Object.entries(samples).map(([type, content]) => item({ a: { [type]: content } }));
  expect(new Set(digests).size).toBe(Object.keys(encoders).length);
});

test("gives every type a byte of its own", () => {
  const tags = Object.values(encoders).map(({ tag }) => tag);
  expect(new Set(tags).size).toBe(tags.length);
});

test.each([
  ["an empty text", { S: "" }, { S: "\0" }],
  ["empty binary", { B: "" }, { B: "AA==" }],
  ["an empty list", { L: [] }, { L: [{ NULL: true }] }],
  ["an empty map", { M: {} }, { L: [] }],
  ["a nested empty map", { M: { a: { M: {} } } }, { M: { a: { L: [] } } }],
  ["list order", { L: [{ N: "1" }, { N: "2" }] }, { L: [{ N: "2" }, { N: "1" }] }],
  ["a set with a member less", { SS: ["a", "b"] }, { SS: ["a"] }],
  ["where one text ends and the next begins", { SS: ["ab", "c"] }, { SS: ["a", "bc"] }],
  [
    "a number's last digit",
    { N: "12345678901234567890123456789012345678" },
    { N: "12345678901234567890123456789012345679" },
  ],
  ["composed and decomposed letters", { S: "\u00e9" }, { S: "e\u0301" }],
])("tells %s", (_, one, other) => {
  expect(item({ a: one })).not.toBe(item({ a: other }));
});

test("tells an attribute that is absent from one that is NULL", () => {
  expect(item({ a: { S: "x" } })).not.toBe(item({ a: { S: "x" }, b: { NULL: true } }));
});

test("ignores members the SDK leaves undefined", () => {
  expect(item({ a: { S: "x", N: undefined } })).toBe(item({ a: { S: "x" } }));
});

test("orders attribute names by their UTF-8 bytes", () => {
  expect(item({ "\u{1f984}": { S: "1" }, "\uffee": { S: "2" } })).toBe(
    item({ "\uffee": { S: "2" }, "\u{1f984}": { S: "1" } }),
  );
});

test.each([
  ["an unknown type", { D: "2026-01-01" }, 'holds an attribute of type "D": supported are S, N, B'],
  ["an inherited name as type", { toString: "x" }, 'holds an attribute of type "toString"'],
  ["two types", { S: "1", N: "1" }, "holds an attribute with 2 types"],
  ["no type", {}, "holds an attribute with 0 types"],
  ["a plain value", "Ogre", "holds an attribute without a type"],
  ["a number that isn't text", { N: 1 }, "holds text or a number that is not a string"],
  ["NULL false", { NULL: false }, "holds a NULL that is not true"],
  ["BOOL text", { BOOL: "true" }, "holds a BOOL that is neither true nor false"],
  ["a list that isn't one", { L: {} }, "holds a list or set that is not an array"],
  ["a map that is a list", { M: [] }, "holds a map that is not an object"],
  ["binary that isn't base64", { B: "?" }, "holds binary that is not base64"],
  ["half a surrogate pair", { S: "\ud800" }, "holds text that is not valid Unicode"],
  ["half a surrogate pair in a set", { SS: ["\ud800"] }, "holds text that is not valid Unicode"],
  [
    "something wrong deep inside",
    { L: [{ M: { a: { N: "x" } } }] },
    "holds a number that DynamoDB could not hold",
  ],
])("refuses %s", (_, attribute, message) => {
  expect(() => item({ a: attribute as object })).toThrow(message);
});
