import { BucketWriter, hashBytes } from "../buckets/bucketFile.ts";
import type { Item } from "../item.ts";
import { hashWords, wordBytes } from "../sketch/hash.ts";
import { KeyHash } from "../sketch/keyHash.ts";
import type { Seed } from "../sketch/seed.ts";
import type { Reference } from "./references.ts";

/** Collects what a model's items refer to: a record for each item named, with one of the items that name it. */
export class ReferenceCollector {
  readonly #references: { reference: Reference; named: KeyHash }[];
  readonly #naming: KeyHash;
  readonly #bits: number;
  readonly #words = new Int32Array(hashWords);
  /** By the 16 bytes of the hash, as Latin-1 text. */
  #found = new Map<string, { count: number; by: Buffer }>();
  /** About how much memory they take. */
  bytes = 0;

  /**
   * @param references all of them from this model to one other
   * @param keyNames the model's own key attributes
   * @param bits there are 2^bits buckets
   */
  constructor(seed: Seed, references: readonly Reference[], keyNames: readonly string[], bits: number) {
    this.#references = references.map((reference) => ({
      reference,
      named: new KeyHash(seed, Object.keys(reference.key)),
    }));
    this.#naming = new KeyHash(seed, keyNames);
    this.#bits = bits;
  }

  add(item: Item): void {
    for (const { reference, named } of this.#references) {
      if (!Object.values(reference.key).every((attribute) => isSet(item[attribute]))) continue;
      named.read(item, reference.key);
      named.intoWords(this.#words, 0);
      const hash = wordBytes(this.#words).toString("latin1");
      const known = this.#found.get(hash);
      if (known) {
        known.count++;
        continue;
      }
      this.#naming.read(item);
      const by = this.#naming.bytes();
      this.#found.set(hash, { count: 1, by });
      this.bytes += hashBytes + by.length + 100;
    }
  }

  /** The file of what was collected since the last one. */
  take(): Buffer {
    const writer = new BucketWriter(this.#bits);
    for (const [hash, { count, by }] of this.#found) {
      const times = Buffer.alloc(4);
      times.writeUInt32BE(Math.min(count, 0xffffffff));
      writer.add(Buffer.from(hash, "latin1"), Buffer.concat([times, by]));
    }
    this.#found = new Map();
    this.bytes = 0;
    return writer.take();
  }
}

/** An attribute that is NULL refers to nothing. */
export const isSet = (attribute: object | undefined): boolean =>
  attribute !== undefined && (attribute as { NULL?: boolean }).NULL !== true;
