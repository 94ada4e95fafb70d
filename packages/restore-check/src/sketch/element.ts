import { hash } from "node:crypto";
import { encodeMap, encodeValue } from "../canonical/encode.ts";
import { Writer } from "../canonical/writer.ts";
import type { Item } from "../item.ts";
import { UnreadableItem } from "../unreadable.ts";
import { requireSeed, type Seed, seedLength } from "./seed.ts";

/** A key's hash is never an item's, whatever they hold. */
const domain = { key: 1, item: 2, check: 3 } as const;

/** 128 bits of a SHA-256 as four 32-bit words. */
export const hashWords = 4;

/**
 * One item as a sketch sees it. K = SHA-256(seed, 1, key) and V = SHA-256(seed, 2, whole item), 128 bits of each.
 * One object serves all items of a scan, one after the other.
 */
export class Element {
  /** K in the first four words, V in the last. */
  readonly words = new Int32Array(2 * hashWords);
  readonly #key = new Writer();
  readonly #item = new Writer();
  readonly #keyNames: readonly string[];

  /** @param keyNames the table's key attributes */
  constructor(seed: Seed, keyNames: readonly string[]) {
    requireSeed(seed);
    if (keyNames.length === 0) throw new Error("The table's key is not known: items can't be told apart.");
    this.#keyNames = [...keyNames].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const [writer, byte] of [
      [this.#key, domain.key],
      [this.#item, domain.item],
    ] as const) {
      for (const one of seed) writer.byte(one);
      writer.byte(byte);
    }
  }

  /** Takes an item in. Throws UnreadableItem for one that DynamoDB could not hold. */
  read(item: Item): void {
    const key = this.#key;
    key.clear(prefixLength);
    key.count(this.#keyNames.length);
    for (const name of this.#keyNames) {
      const value = item[name];
      if (value === undefined) throw new UnreadableItem(`has no key attribute "${name}"`);
      key.text(name);
      encodeValue(key, value);
    }
    this.#item.clear(prefixLength);
    encodeMap(this.#item, item);
    intoWords(key.written(), this.words, 0);
    intoWords(this.#item.written(), this.words, hashWords);
  }

  /** Where the key's canonical form stands: `keyLength` bytes from `keyStart`, until the next `read`. */
  get keyBuffer(): Uint8Array {
    return this.#key.buffer;
  }

  readonly keyStart = seedLength + 1;

  get keyLength(): number {
    return this.#key.length - this.keyStart;
  }
}

const prefixLength = seedLength + 1;

/** K of a key's canonical form. */
export function keyWords(seed: Seed, keyBytes: Uint8Array): Int32Array {
  const words = new Int32Array(hashWords);
  intoWords(Buffer.concat([seed, Uint8Array.of(domain.key), keyBytes]), words, 0);
  return words;
}

/** The two numbers that key a sketch's check sums. */
export function checkKeys(seed: Seed): readonly [number, number] {
  const words = new Int32Array(hashWords);
  intoWords(Buffer.concat([seed, Uint8Array.of(domain.check)]), words, 0);
  return [words[0]!, words[1]!];
}

/** "binary" is Latin-1 text, as which Node gives a digest's bytes out fastest. */
function intoWords(bytes: Uint8Array, words: Int32Array, at: number): void {
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
