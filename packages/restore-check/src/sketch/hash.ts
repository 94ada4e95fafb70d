import { hash } from "node:crypto";

/** A key's hash is never an item's, whatever they hold. */
export const domain = { key: 1, item: 2, check: 3 } as const;

/** 128 bits of a SHA-256 as four 32-bit words. */
export const hashWords = 4;

/** "binary" is Latin-1 text, as which Node gives a digest's bytes out fastest. */
export function hashIntoWords(bytes: Uint8Array, words: Int32Array, at: number): void {
  const digest = hash("sha256", bytes, "binary");
  for (let word = 0; word < hashWords; word++) {
    const start = word * 4;
    words[at + word] =
      (digest.charCodeAt(start) << 24) |
      (digest.charCodeAt(start + 1) << 16) |
      (digest.charCodeAt(start + 2) << 8) |
      digest.charCodeAt(start + 3);
  }
}

/** Four words as the 16 bytes they were read from. */
export function wordBytes(words: Int32Array): Buffer {
  const bytes = Buffer.allocUnsafe(words.length * 4);
  for (let word = 0; word < words.length; word++) bytes.writeInt32BE(words[word]!, word * 4);
  return bytes;
}
