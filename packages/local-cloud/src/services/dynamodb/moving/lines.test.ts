import fc from "fast-check";
import { expect, it } from "vitest";
import { createLineBuffer } from "./lines.ts";
import { release } from "./release.ts";

it("gathers lines of any size, and again after it is cleared", () => {
  const lines = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)));
  const buffer = createLineBuffer(100);
  fc.assert(
    fc.property(lines, (added) => {
      buffer.clear();
      for (const line of added) buffer.add(line);
      expect(buffer.content().toString("latin1")).toBe(
        added.map((line) => line.toString("latin1")).join("\n"),
      );
      expect(buffer.size).toBe(buffer.content().length);
    }),
  );
});

it("releases memory of a buffer's own, and never the pool that others are in", () => {
  const own = Buffer.alloc(100_000, "a");
  release(own);
  expect(own.length).toBe(0);

  const [pooled, neighbour] = [Buffer.from("Minotaur"), Buffer.from("Medusa")];
  release(pooled);
  expect([pooled, neighbour].map(String)).toEqual(["Minotaur", "Medusa"]);
});
