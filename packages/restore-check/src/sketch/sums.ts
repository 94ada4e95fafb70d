import { hashWords } from "./hash.ts";

/** Buckets by the first bits of K. */
const bucketBits = 12;
// A count and the sum of V.
const bucketWords = 1 + hashWords;
const sumsWords = 2 ** bucketBits * bucketWords;

/** Counts and sums of V over all elements, bucket by bucket: they prove that what was decoded is all there was. */
export class Sums {
  readonly words: Int32Array;

  constructor(words = new Int32Array(sumsWords)) {
    this.words = words;
  }

  /** Adds an element once: what every item of a scan goes through. */
  insert(hashes: Int32Array): void {
    const { words } = this;
    const base = (hashes[0]! >>> (32 - bucketBits)) * bucketWords;
    words[base] = (words[base]! + 1) | 0;
    for (let word = 0; word < hashWords; word++)
      words[base + 1 + word] = (words[base + 1 + word]! + hashes[hashWords + word]!) | 0;
  }

  /** @param hashes K, then V */
  add(hashes: Int32Array, times: number): void {
    const { words } = this;
    const base = (hashes[0]! >>> (32 - bucketBits)) * bucketWords;
    words[base] = (words[base]! + times) | 0;
    for (let word = 0; word < hashWords; word++)
      words[base + 1 + word] = (words[base + 1 + word]! + Math.imul(times, hashes[hashWords + word]!)) | 0;
  }

  /** The sum of V over all elements, in hex: equal sets have the same, under the same seed. */
  total(): string {
    const total = new Int32Array(hashWords);
    for (let at = 0; at < this.words.length; at++) {
      const word = (at % bucketWords) - 1;
      if (word >= 0) total[word] = (total[word]! + this.words[at]!) | 0;
    }
    return hex(total);
  }
}

/** Words as hex, eight digits each. */
export const hex = (words: Int32Array): string =>
  Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

export function isZero(words: Int32Array): boolean {
  // Several times faster than `every`: millions of words are looked at.
  for (let at = 0; at < words.length; at++) if (words[at] !== 0) return false;
  return true;
}
