import { encodeMap } from "../canonical/encode.ts";
import { Writer } from "../canonical/writer.ts";
import type { Item } from "../item.ts";
import type { WireItems } from "../wire/items.ts";
import { domain, hashIntoWords, hashWords } from "./hash.ts";
import { KeyHash } from "./keyHash.ts";
import { type Seed, seedLength } from "./seed.ts";

/**
 * One item as a sketch sees it: K of its key, and V = SHA-256(seed, 2, whole item in its canonical form), 128 bits
 * of each. One object serves all items of a scan, one after the other.
 */
export class Element {
  /** K in the first four words, V in the last. */
  readonly words = new Int32Array(2 * hashWords);
  readonly key: KeyHash;
  readonly #item = new Writer();

  /** @param keyNames the table's key attributes */
  constructor(seed: Seed, keyNames: readonly string[]) {
    this.key = new KeyHash(seed, keyNames);
    for (const one of seed) this.#item.byte(one);
    this.#item.byte(domain.item);
  }

  /** Takes an item in. Throws UnreadableItem for one that DynamoDB could not hold. */
  read(item: Item): void {
    this.key.read(item);
    this.#item.clear(seedLength + 1);
    encodeMap(this.#item, item);
    this.#hash();
  }

  /** As `read`, of the item that was last read from the wire. */
  readWire(items: WireItems): void {
    this.key.readWire(items);
    this.#item.clear(seedLength + 1);
    items.writeItem(this.#item);
    this.#hash();
  }

  #hash(): void {
    this.key.intoWords(this.words, 0);
    hashIntoWords(this.#item.written(), this.words, hashWords);
  }
}

/** K of a key's canonical form. */
export function keyWords(seed: Seed, keyBytes: Uint8Array): Int32Array {
  const words = new Int32Array(hashWords);
  hashIntoWords(Buffer.concat([seed, Uint8Array.of(domain.key), keyBytes]), words, 0);
  return words;
}

/** The two numbers that key a sketch's check sums. */
export function checkKeys(seed: Seed): Int32Array {
  const words = new Int32Array(hashWords);
  hashIntoWords(Buffer.concat([seed, Uint8Array.of(domain.check)]), words, 0);
  return words.subarray(0, 2);
}
