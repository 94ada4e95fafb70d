import { BucketWriter } from "../buckets/bucketFile.ts";
import { keyOf } from "../canonical/digest.ts";
import { keyText } from "../canonical/keyText.ts";
import { toPayload } from "../exact/record.ts";
import type { Item } from "../item.ts";
import { ConformityCheck } from "../model/conformity.ts";
import type { ModelRules } from "../model/rules.ts";
import { ReferenceCollector } from "../relations/collect.ts";
import type { Reference } from "../relations/references.ts";
import { hashWords, wordBytes } from "../sketch/hash.ts";
import type { Seed } from "../sketch/seed.ts";
import { type SketchShape, usualShape } from "../sketch/shape.ts";
import { Sketcher } from "../sketch/sketch.ts";
import type { ScanSummary } from "./summary.ts";

export interface ScanRules {
  seed: Seed;
  /** The table's key attributes. */
  keyNames: readonly string[];
  shape?: SketchShape;
  /** What the items have to conform to; absent: they aren't held against a schema. */
  model?: ModelRules;
  /** Files of hashes sorted into 2^bits buckets, to be joined with those of other scans. */
  files?: {
    bits: number;
    /** The items' keys, for the references to them. */
    keys?: boolean;
    /** What the items refer to. */
    references?: readonly Reference[];
    /** Every item, for an exact join of both sides. */
    items?: boolean;
  };
}

/** A file that grows in memory until it is taken, and then begins anew. */
export interface ScanFile {
  /** `keys`, `items`, or `references-<model>`. */
  name: string;
  /** About how much memory it takes. */
  readonly bytes: number;
  take(): Buffer;
}

/** One pass over some of a table's items. Its memory doesn't depend on how many there are, if its files are taken in time. */
export class TableScan {
  readonly files: ScanFile[] = [];
  readonly #sketcher: Sketcher;
  readonly #conformity: ConformityCheck | undefined;
  readonly #keyNames: readonly string[];
  readonly #collect: ((item: Item) => void)[] = [];

  constructor({ seed, keyNames, shape = usualShape, model, files }: ScanRules) {
    this.#sketcher = new Sketcher(shape, seed, keyNames);
    this.#conformity = model && new ConformityCheck(model);
    this.#keyNames = keyNames;
    if (!files) return;
    const { bits, keys, references = [], items } = files;
    const { element } = this.#sketcher;
    const hash = () => wordBytes(element.words.subarray(0, hashWords));
    if (keys) {
      const writer = this.#file("keys", new BucketWriter(bits));
      this.#collect.push(() => writer.add(hash()));
    }
    if (items) {
      const writer = this.#file("items", new BucketWriter(bits));
      this.#collect.push((item) => {
        const value = wordBytes(element.words.subarray(hashWords));
        writer.add(hash(), toPayload(item, value, element.key.bytes()));
      });
    }
    for (const to of new Set(references.map((reference) => reference.to))) {
      const those = references.filter((reference) => reference.to === to);
      const collector = this.#file(`references-${to}`, new ReferenceCollector(seed, those, keyNames, bits));
      this.#collect.push((item) => collector.add(item));
    }
  }

  /** Throws UnreadableItem, naming the key, for an item that DynamoDB could not hold. */
  add(item: Item): void {
    this.#sketcher.add(item);
    this.#look(item);
  }

  /**
   * Adds items as they came over the wire, a JSON array of them; gives how many. They are parsed only where more is
   * asked for than sums: that alone would take longer than the sums do.
   */
  addWire(json: Uint8Array): number {
    if (!this.#conformity && this.#collect.length === 0) return this.#sketcher.addWire(json);
    const items = JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString()) as Item[];
    return this.#sketcher.addWire(json, (index) => this.#look(items[index]!));
  }

  #look(item: Item): void {
    this.#conformity?.add(item, () => keyText(keyOf(item, this.#keyNames)));
    for (const collect of this.#collect) collect(item);
  }

  get summary(): ScanSummary {
    const conformity = this.#conformity?.conformity;
    return { sketch: this.#sketcher.sketch, ...(conformity && { conformity }) };
  }

  #file<F extends BucketWriter | ReferenceCollector>(name: string, file: F): F {
    this.files.push({
      name,
      get bytes() {
        return file.bytes;
      },
      take: () => file.take(),
    });
    return file;
  }
}
