import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeMap } from "../canonical/encode.ts";
import { encodedText, Writer } from "../canonical/writer.ts";
import type { Item } from "../item.ts";
import { item, spell } from "../testing/values.ts";
import { WireItems } from "./items.ts";

const randoms = fc
  .infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  .map((stream) => () => stream.next().value);

/** What is read from the wire, in hex. */
function fromWire(json: string | Uint8Array, wire = new WireItems()): string[] {
  const found: string[] = [];
  const writer = new Writer();
  wire.open(typeof json === "string" ? Buffer.from(json) : json);
  while (wire.next()) {
    writer.clear();
    wire.writeItem(writer);
    found.push(writer.written().toString("hex"));
  }
  return found;
}

/** The same by the objects that JSON.parse makes of it. */
function fromObjects(json: string): string[] {
  const writer = new Writer();
  return (JSON.parse(json) as Item[]).map((one) => {
    writer.clear();
    encodeMap(writer, one);
    return writer.written().toString("hex");
  });
}

/** JSON spelled in one of the ways there are: blanks between the tokens, characters of content escaped. */
function toJson(value: unknown, random: () => number): string {
  const blank = () => (random() < 0.1 ? [" ", "\n", "\t", "\r ", ""][Math.floor(random() * 5)]! : "");
  const unit = (code: number) => `\\u${code.toString(16).padStart(4, "0")}`;
  const quoted = (text: string) =>
    `"${Array.from(text, (character) => {
      // Both halves of a surrogate pair, or none.
      if (random() < 0.1)
        return Array.from({ length: character.length }, (_, at) => unit(character.charCodeAt(at))).join("");
      return character === "/" && random() < 0.5 ? "\\/" : JSON.stringify(character).slice(1, -1);
    }).join("")}"`;
  const write = (one: unknown): string => {
    if (one instanceof Uint8Array) return quoted(Buffer.from(one).toString("base64"));
    if (typeof one === "string") return quoted(one);
    if (Array.isArray(one))
      return `[${one.map((member) => blank() + write(member) + blank()).join(",")}${blank()}]`;
    if (typeof one !== "object" || one === null) return JSON.stringify(one);
    return `{${blank()}${Object.entries(one)
      .map(([name, member]) => {
        // The name of a type is no content: nobody escapes it.
        const key = isType(name, member) ? JSON.stringify(name) : quoted(name);
        return `${key}${blank()}:${blank()}${write(member)}${blank()}`;
      })
      .join(`,${blank()}`)}}`;
  };
  return blank() + write(value) + blank();
}

const types = new Set(["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"]);
/** An attribute may be called "S", too, and holds an object then; so does a map. */
const isType = (name: string, member: unknown) =>
  types.has(name) &&
  (typeof member !== "object" || Array.isArray(member) || member instanceof Uint8Array || name === "M");

test("gives the canonical forms that the parsed items have, however the JSON is spelled", () => {
  const wire = new WireItems();
  fc.assert(
    fc.property(fc.array(item, { maxLength: 4 }), randoms, (models, random) => {
      const json = toJson(
        models.map((model) => spell(model, random)),
        random,
      );
      expect(fromWire(json, wire)).toEqual(fromObjects(json));
    }),
    { numRuns: 1000 },
  );
});

test("gives nothing else than the parsed items of JSON that was damaged, and takes none that JSON.parse refuses", () => {
  const wire = new WireItems();
  const attempt = (read: () => string[]) => {
    try {
      return read();
    } catch {
      return "refused";
    }
  };
  let taken = 0;
  fc.assert(
    fc.property(item, randoms, fc.nat(), fc.nat(127), (model, random, where, ascii) => {
      const json = Buffer.from(JSON.stringify([plain(spell(model, random))]));
      json[where % json.length] = ascii;
      const text = json.toString();
      // What is no UTF-8 any more says something else to JSON.parse.
      const isUtf8 = Buffer.from(text).equals(json);
      const [found, parsed] = [
        attempt(() => fromWire(json, wire)),
        isUtf8 ? attempt(() => fromObjects(text)) : "refused",
      ];
      if (found !== "refused") taken++;
      if (found !== "refused" || !repeatsNames(text)) expect(found).toEqual(parsed);
    }),
    { numRuns: 3000 },
  );
  expect(taken).toBeGreaterThan(100);
});

/** As the wire has it: binary in base64. */
const plain = (one: Item): unknown =>
  JSON.parse(
    JSON.stringify(one, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
    ),
  );

/** Whether the JSON has more names than what is parsed of it. */
function repeatsNames(json: string): boolean {
  const names = (value: unknown): number =>
    typeof value !== "object" || value === null
      ? 0
      : Object.values(value).reduce(
          (sum: number, one) => sum + names(one),
          Array.isArray(value) ? 0 : Object.keys(value).length,
        );
  try {
    const colons = json.replace(/"(\\.|[^"\\])*"/gs, "").split(":").length - 1;
    return colons !== names(JSON.parse(json));
  } catch {
    return false;
  }
}

const numbers = fc.oneof(
  fc.stringMatching(/^[+-]?[0-9]{0,45}\.?[0-9]{0,45}([eE][+-]?[0-9]{1,7})?$/),
  fc.string({ unit: fc.constantFrom(..."0019.-+eE"), maxLength: 12 }),
);

test("reads numbers as canonicalNumber does, and refuses those it refuses", () => {
  const wire = new WireItems();
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1, maxLength: 3 }), (members) => {
      const json = JSON.stringify([{ n: { N: members[0] }, s: { NS: members } }]);
      let parsed: string[] | undefined;
      try {
        parsed = fromObjects(json);
      } catch {
        expect(() => fromWire(json, wire)).toThrow("that DynamoDB could not hold");
      }
      if (parsed) expect(fromWire(json, wire)).toEqual(parsed);
    }),
    { numRuns: 2000 },
  );
});

test("reads what is larger than any buffer it began with", () => {
  const json = JSON.stringify([
    { b: { B: Buffer.alloc(300_000, 7).toString("base64") }, s: { S: "\u{1f984}\n".repeat(30_000) } },
    { s: { SS: Array.from({ length: 20_000 }, (_, n) => `${(n * 7919) % 20_000}`) } },
    { n: { NS: Array.from({ length: 5000 }, (_, n) => `${n}`) } },
    Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`a${(n * 7919) % 500}`, { N: `${n}` }])),
  ]);
  expect(fromWire(json)).toEqual(fromObjects(json));
});

test.each([
  ["no items", "[]"],
  ["an item without attributes", "[{}]"],
  ["empty values", '[{"a":{"S":""},"b":{"B":""},"c":{"L":[]},"d":{"M":{}},"e":{"SS":[]}}]'],
  ["an empty attribute name", '[{"":{"S":"x"}}]'],
  ["base64 of an odd length", '[{"b":{"B":"QQ"}},{"b":{"B":"Q"}},{"b":{"B":"QR=="}}]'],
  [
    "names that objects have by themselves",
    '[{"__proto__":{"S":"x"},"constructor":{"M":{"__proto__":{"N":"1"}}}}]',
  ],
  ["escapes, in names too", '[{"\\u0061\\"\\n":{"S":"\\ud83e\\udd84\\b\\f\\/\\\\\\t\\r"}}]'],
  ["a number with escapes in it", '[{"n":{"N":"\\u0031.50"}}]'],
])("reads %s", (_, json) => {
  expect(fromWire(json)).toEqual(fromObjects(json));
});

test.each([
  ["an attribute that is there twice", '[{"a":{"S":"x"},"a":{"S":"y"}}]'],
  ["one that is spelled in two ways", '[{"a":{"S":"x"},"\\u0061":{"S":"y"}}]'],
  ["a member of a map that is there twice", '[{"m":{"M":{"a":{"S":"x"},"b":{"NULL":true},"a":{"S":"y"}}}}]'],
  ["a value that is there twice", '[{"a":{"S":"x","S":"y"}}]'],
  ["two types", '[{"a":{"S":"x","N":"1"}}]'],
  ["no type", '[{"a":{}}]'],
  ["an unknown type", '[{"a":{"X":"x"}}]'],
  ["half a surrogate pair", '[{"a":{"S":"\\ud83e"}}]'],
  ["the other half", '[{"a":{"S":"\\udd84\\ud83e"}}]'],
  ["half a pair and a letter", '[{"a":{"S":"\\ud83ea"}}]'],
  ["an escape that is none", '[{"a":{"S":"\\x41"}}]'],
  ["an escape that is cut", '[{"a":{"S":"\\u00"}}]'],
  ["a line break in a text", '[{"a":{"S":"x\ny"}}]'],
  ["NULL false", '[{"a":{"NULL":false}}]'],
  ["BOOL text", '[{"a":{"BOOL":"true"}}]'],
  ["binary that isn't base64", '[{"a":{"B":"?"}}]'],
  ["a comma too many", '[{"a":{"S":"x"},}]'],
  ["a comma too few", '[{"a":{"S":"x"}}{"a":{"S":"x"}}]'],
  ["a comma at the end", '[{"a":{"S":"x"}},]'],
  ["a comma at the beginning", '[,{"a":{"S":"x"}}]'],
  ["something after the array", '[{"a":{"S":"x"}}] 1'],
  ["an array that doesn't end", '[{"a":{"S":"x"}}'],
  ["a text that doesn't end", '[{"a":{"S":"x'],
  ["a number that doesn't end", '[{"a":{"N":"1'],
  ["nothing", ""],
  ["no array", "{}"],
])("refuses %s", (_, json) => {
  expect(() => fromWire(json)).toThrow("holds something that DynamoDB could not hold");
});

test("refuses what is no UTF-8", () => {
  const json = Buffer.from('[{"a":{"S":"x"}}]');
  json[11] = 0xff;
  expect(() => fromWire(json)).toThrow("no UTF-8");
});

test("writes single attributes as they stand in the item", () => {
  const wire = new WireItems();
  wire.open(Buffer.from('[{"b":{"N":"1.0"},"a":{"S":"x"},"ab":{"S":"y"}}]'));
  wire.next();
  const writer = new Writer();
  expect(wire.writeMember(writer, encodedText("a"))).toBe(true);
  expect(wire.writeMember(writer, encodedText("b"))).toBe(true);
  expect(writer.written().toString()).toBe(
    "\0\0\0\u0001a\u0001\0\0\0\u0001x\0\0\0\u0001b\u0002\0\0\0\u00031e0",
  );
  expect(wire.writeMember(writer, encodedText("c"))).toBe(false);
});
