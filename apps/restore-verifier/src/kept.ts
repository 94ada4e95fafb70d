import type { Store } from "./store.ts";

/** Bytes that a receipt has in itself, or names the object of. */
export type Kept = { base64: string } | { key: string };

/** So much goes into the receipt: an object of its own would cost a call to write and one to read. */
const MOST_INLINE_BYTES = 64 * 1024;

/** Keeps bytes: few ones in what is given, more in an object of that name. */
export async function keep(store: Store, key: string, bytes: Buffer): Promise<Kept> {
  if (bytes.length <= MOST_INLINE_BYTES) return { base64: bytes.toString("base64") };
  await store.put(key, bytes);
  return { key };
}

/** The bytes kept, or so many of them: from `start` up to, not including, `end`. */
export async function bytesOf(
  store: Store,
  kept: Kept,
  range?: { start: number; end: number },
): Promise<Buffer> {
  if ("base64" in kept) {
    const bytes = Buffer.from(kept.base64, "base64");
    return range ? bytes.subarray(range.start, range.end) : bytes;
  }
  const bytes = await store.get(kept.key, range);
  if (bytes) return bytes;
  throw new Error(`${kept.key} is not there: the run's files are incomplete.`);
}
