import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BucketWriter, bucketRange, headLength, recordsIn } from "./bucketFile.ts";

const hash = fc.uint8Array({ minLength: 16, maxLength: 16 });
const records = fc.array(fc.tuple(hash, fc.uint8Array({ maxLength: 40 })), { maxLength: 40 });
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test("gives every record back from the bucket of its hash, and from no other", () => {
  fc.assert(
    fc.property(records, fc.integer({ min: 0, max: 6 }), (all, bits) => {
      const writer = new BucketWriter(bits);
      for (const [hash, payload] of all) writer.add(hash, payload);
      const file = writer.take();
      const found: string[] = [];
      for (let bucket = 0; bucket < 2 ** bits; bucket++) {
        const { start, end } = bucketRange(file.subarray(0, headLength(bits)), bits, bucket);
        for (const record of recordsIn(file.subarray(start, end))) {
          expect(((record.hash[0]! << 8) | record.hash[1]!) >>> (16 - bits)).toBe(bucket);
          found.push(`${hex(record.hash)} ${hex(record.payload)}`);
        }
      }
      expect(found.sort()).toEqual(all.map(([hash, payload]) => `${hex(hash)} ${hex(payload)}`).sort());
    }),
  );
});

test("begins anew once its file was taken", () => {
  const writer = new BucketWriter(2);
  writer.add(randomBytes(16));
  writer.take();
  expect(writer.bytes).toBe(0);
  expect(writer.take().length).toBe(headLength(2));
});

test("refuses a head of other buckets, and records that were cut", () => {
  const writer = new BucketWriter(2);
  writer.add(randomBytes(16), Buffer.from("payload"));
  const file = writer.take();
  expect(() => bucketRange(file, 3, 0)).toThrow("other buckets");
  expect(() => bucketRange(Buffer.from("nonsense"), 2, 0)).toThrow("not the head");
  expect(() => [...recordsIn(file.subarray(headLength(2), file.length - 1))]).toThrow(
    "in the middle of a record",
  );
  expect(() => writer.add(randomBytes(15))).toThrow("16 bytes");
  expect(() => new BucketWriter(17)).toThrow("not by 17");
});
