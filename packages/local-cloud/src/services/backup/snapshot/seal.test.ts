import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { open, type Part, seal } from "./seal.ts";

const key = randomBytes(32);
const part = fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.constant("manifest" as const));
const bytes = fc.uint8Array({ maxLength: 500 }).map((array) => Buffer.from(array));

it("opens what it sealed", async () => {
  await fc.assert(
    fc.asyncProperty(part, bytes, async (number, content) => {
      expect(await open(key, "point", number, await seal(key, "point", number, content))).toEqual(content);
    }),
  );
});

it.each<[string, Buffer, string, Part]>([
  ["another key", randomBytes(32), "point", 1],
  ["another recovery point", key, "other", 1],
  ["another chunk", key, "point", 2],
  ["the manifest", key, "point", "manifest"],
])("doesn't open as %s", async (_, otherKey, pointId, number) => {
  const sealed = await seal(key, "point", 1, Buffer.from("Minotaur"));
  await expect(open(otherKey, pointId, number, sealed)).rejects.toThrow();
});

it("doesn't open with any bit changed, or cut at any byte", async () => {
  const sealed = await seal(key, "point", 1, Buffer.from("Minotaur"));
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    await expect(open(key, "point", 1, changed)).rejects.toThrow();
  }
  for (let length = 0; length < sealed.length; length++) {
    await expect(open(key, "point", 1, sealed.subarray(0, length))).rejects.toThrow();
  }
});

it("hides what it seals, and makes it smaller", async () => {
  const content = Buffer.from("Mythical Beasts ".repeat(1000));
  const sealed = await seal(key, "point", 1, content);
  expect(sealed.includes("Mythical")).toBe(false);
  expect(sealed.length).toBeLessThan(content.length / 10);
});
