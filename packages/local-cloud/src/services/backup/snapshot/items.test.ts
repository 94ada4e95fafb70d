import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { expect, it } from "vitest";
import { fromLine, toLine } from "./items.ts";

const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));
const text = fc.string({ unit: "binary" });

const value = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.record({ S: text }),
    fc.record({ N: fc.integer().map(String) }),
    fc.record({ B: bytes }),
    fc.record({ BOOL: fc.boolean() }),
    fc.constant({ NULL: true }),
    fc.record({ SS: fc.array(text, { minLength: 1 }) }),
    fc.record({ NS: fc.array(fc.integer().map(String), { minLength: 1 }) }),
    fc.record({ BS: fc.array(bytes, { minLength: 1 }) }),
    fc.record({ L: fc.array(tie("value")) }),
    fc.record({ M: fc.dictionary(text, tie("value")) }),
  ) as fc.Arbitrary<AttributeValue>,
})).value;

it("gives back any item, on one line", () => {
  fc.assert(
    fc.property(fc.dictionary(text, value), (item) => {
      const line = toLine(item);
      expect(line).not.toContain("\n");
      expect(fromLine(line)).toEqual(item);
    }),
  );
});

it("reads bytes from any part of a buffer", () => {
  const whole = new Uint8Array([1, 2, 3, 4]);
  expect(fromLine(toLine({ part: { B: whole.subarray(1, 3) } }))).toEqual({
    part: { B: Buffer.from([2, 3]) },
  });
});
