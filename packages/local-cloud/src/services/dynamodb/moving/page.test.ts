import fc from "fast-check";
import { expect, it } from "vitest";
import { readPage } from "./page.ts";

const text = fc.string({ unit: "binary" });
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.record({ S: text }),
    fc.record({ N: fc.integer().map(String) }),
    fc.record({ B: fc.base64String() }),
    fc.record({ BOOL: fc.boolean() }),
    fc.constant({ NULL: true }),
    fc.record({ SS: fc.array(text, { minLength: 1 }) }),
    fc.record({ L: fc.array(tie("value")) }),
    fc.record({ M: fc.dictionary(text, tie("value")) }),
  ),
})).value;
const item = fc.dictionary(text, value);
const answer = fc.record(
  {
    ScannedCount: fc.nat(),
    LastEvaluatedKey: item,
    Items: fc.array(item),
    Count: fc.nat(),
    ConsumedCapacity: item,
  },
  { requiredKeys: ["Items"] },
);

it("takes any answer apart, however it is written", () => {
  fc.assert(
    fc.property(answer, fc.constantFrom(undefined, 1, "\t", " \r\n"), (given, indent) => {
      const { lines, items, lastEvaluatedKey } = readPage(Buffer.from(JSON.stringify(given, null, indent)));
      const read = items === 0 ? [] : lines.toString().split("\n");
      expect(read.map((line) => JSON.parse(line))).toEqual(given.Items);
      expect(items).toBe(given.Items.length);
      expect(lastEvaluatedKey).toEqual(given.LastEvaluatedKey);
    }),
    { numRuns: 500 },
  );
});

it("keeps the bytes of an item as they came", () => {
  const line = '{"id":{"S":"a\\"b\\\\"},"__proto__":{"N":"01.50"}}';
  const { lines } = readPage(Buffer.from(`{"Items":[${line},${line}],"Count":2}`));
  expect(lines.toString()).toBe(`${line}\n${line}`);
});

it("refuses what is cut short, at any byte", () => {
  const whole = Buffer.from('{"Count":1,"Items":[{"id":{"S":"a"}}],"LastEvaluatedKey":{"id":{"S":"a"}}}');
  for (let length = 0; length < whole.length; length++) {
    expect(() => readPage(whole.subarray(0, length))).toThrow("The DynamoDB server's answer to a Scan");
  }
});

it("refuses an answer without items", () => {
  expect(() => readPage(Buffer.from('{"Count":1}'))).toThrow("has no Items");
});
