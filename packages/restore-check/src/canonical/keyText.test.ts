import { expect, test } from "vitest";
import { keyText } from "./keyText.ts";

test.each([
  ["a plain key", { id: { S: "c-1" } }, "id=c-1"],
  ["a composite key", { pk: { S: "a b" }, sk: { N: "7" } }, 'pk="a b", sk=7'],
  ["a binary key", { id: { B: Uint8Array.of(1, 2) } }, "id=AQI="],
  ["a key with a line break in it", { id: { S: "a\nb" } }, 'id="a\\nb"'],
])("names %s", (_, key, text) => {
  expect(keyText(key)).toBe(text);
});

test("cuts a very long key and adds its digest", () => {
  const [one, other] = [
    keyText({ id: { S: `${"k".repeat(2000)}1` } }),
    keyText({ id: { S: `${"k".repeat(2000)}2` } }),
  ];
  expect(one.length).toBeLessThan(250);
  expect(one).not.toBe(other);
});
