import fc from "fast-check";
import { expect, test } from "vitest";
import { splitPage } from "./splitPage.ts";

const text = fc.string({ unit: fc.constantFrom(...']}[{",:\\ aItems'), maxLength: 12 });
const attributes = fc.dictionary(
  fc.oneof(text, fc.constant("Items")),
  fc.oneof(fc.record({ S: text }), fc.record({ L: fc.array(fc.record({ S: text }), { maxLength: 2 }) })),
  { maxKeys: 3 },
);

test("gives a page's items as they came, and the rest of the answer, in whatever order it is", () => {
  fc.assert(
    fc.property(
      fc.array(attributes, { maxLength: 3 }),
      fc.option(attributes, { nil: undefined }),
      fc.double(),
      (Items, LastEvaluatedKey, order) => {
        const rest = {
          Count: Items.length,
          ConsumedCapacity: { TableName: "]}", CapacityUnits: 2.5 },
          ...(LastEvaluatedKey && { LastEvaluatedKey }),
        };
        const members = Object.entries({ ...rest, Items });
        const shift = Math.abs(Math.trunc(order * 10)) % members.length || 0;
        const body = Object.fromEntries([...members.slice(shift), ...members.slice(0, shift)]);
        const split = splitPage(Buffer.from(JSON.stringify(body)));
        expect(split.items.toString()).toBe(JSON.stringify(Items));
        expect({ ...split.rest, Items }).toEqual(body);
      },
    ),
    { numRuns: 1000 },
  );
});

test("reads an answer that is spelled otherwise", () => {
  expect(splitPage(Buffer.from(JSON.stringify({ Items: [{ id: { S: "a" } }], Count: 1 }, null, 2)))).toEqual({
    items: Buffer.from('[{"id":{"S":"a"}}]'),
    rest: { Count: 1 },
  });
  expect(splitPage(Buffer.from('{"Count":0}')).items.toString()).toBe("[]");
});

test.each(['{"Count":1,"Items":[{"id":{"S":"a"}}', '{"Items":[', ""])(
  "refuses an answer that was cut: %s",
  (body) => {
    expect(() => splitPage(Buffer.from(body))).toThrow(SyntaxError);
  },
);
