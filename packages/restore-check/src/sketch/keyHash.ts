import { encodeValue } from "../canonical/encode.ts";
import { encodedText, Writer } from "../canonical/writer.ts";
import { UnreadableItem } from "../unreadable.ts";
import type { WireItems } from "../wire/items.ts";
import { domain, hashIntoWords } from "./hash.ts";
import { requireSeed, type Seed, seedLength } from "./seed.ts";

/** Hashes keys: K = SHA-256(seed, 1, key in its canonical form), 128 bits of it. One object serves key after key. */
export class KeyHash {
  readonly #writer = new Writer();
  readonly #names: readonly string[];
  readonly #encodedNames: readonly Uint8Array[];
  /** Where in the buffer the key's canonical form begins. */
  readonly start = seedLength + 1;

  /** @param names the key's attributes */
  constructor(seed: Seed, names: readonly string[]) {
    requireSeed(seed);
    if (names.length === 0) throw new Error("The table's key is not known: items can't be told apart.");
    this.#names = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    this.#encodedNames = this.#names.map(encodedText);
    for (const one of seed) this.#writer.byte(one);
    this.#writer.byte(domain.key);
  }

  /**
   * Takes a key in. Throws UnreadableItem when an attribute of it is absent or not what DynamoDB could hold.
   * @param attributeOf what the attribute of the key holds; an item's own attribute of that name when it isn't given
   */
  read(item: Readonly<Record<string, unknown>>, attributeOf?: Readonly<Record<string, string>>): void {
    const writer = this.#writer;
    writer.clear(this.start);
    writer.count(this.#names.length);
    for (const name of this.#names) {
      const source = attributeOf ? attributeOf[name]! : name;
      const value = item[source];
      if (value === undefined) throw new UnreadableItem(`has no key attribute "${source}"`);
      writer.text(name);
      encodeValue(writer, value);
    }
  }

  /** As `read`, of the item that was last read from the wire. */
  readWire(items: WireItems): void {
    const writer = this.#writer;
    writer.clear(this.start);
    writer.count(this.#names.length);
    for (let index = 0; index < this.#names.length; index++)
      if (!items.writeMember(writer, this.#encodedNames[index]!))
        throw new UnreadableItem(`has no key attribute "${this.#names[index]}"`);
  }

  /** Puts K of the key last read into four words. */
  intoWords(words: Int32Array, at: number): void {
    hashIntoWords(this.#writer.written(), words, at);
  }

  /** What the canonical form stands in, from `start`, until the next `read`. */
  get view(): DataView {
    return this.#writer.view;
  }

  get length(): number {
    return this.#writer.length - this.start;
  }

  /** The canonical form of the key last read, by itself. */
  bytes(): Buffer {
    return Buffer.from(this.#writer.written().subarray(this.start));
  }
}
