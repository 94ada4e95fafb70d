import { keyOf } from "../canonical/digest.ts";
import { keyText } from "../canonical/keyText.ts";
import type { Item } from "../item.ts";
import { UnreadableItem } from "../unreadable.ts";
import { WireItems } from "../wire/items.ts";
import { Cells, ElementCell } from "./cells.ts";
import { checkKeys, Element } from "./element.ts";
import { commitmentTo, type Seed } from "./seed.ts";
import { requireShape, type SketchShape } from "./shape.ts";
import { isZero, Sums } from "./sums.ts";

/**
 * A summary of a set of items, of a size that doesn't depend on how many there are. Sketches of parts of a set, in any
 * order and grouping, add up to the sketch of the whole; the live set's less the restored one's is a sketch of how
 * they differ. All its words are sums modulo 2^32.
 */
export class Sketch {
  readonly shape: SketchShape;
  /** SHA-256 of the seed: sketches under different seeds don't add up. */
  readonly commitment: string;
  /** How many items were added; negative in a difference that has fewer. */
  count = 0;
  readonly sums: Sums;
  readonly cells: Cells;
  readonly samples: Cells[];

  constructor(
    shape: SketchShape,
    commitment: string,
    parts?: { sums: Sums; cells: Cells; samples: Cells[] },
  ) {
    requireShape(shape);
    this.shape = shape;
    this.commitment = commitment;
    this.sums = parts?.sums ?? new Sums();
    this.cells = parts?.cells ?? new Cells(shape.ways, shape.cells);
    this.samples =
      parts?.samples ?? Array.from({ length: shape.samples }, () => new Cells(shape.ways, shape.sampleCells));
  }

  /** Adds another part of the same set. Throws when it belongs to another run or has another shape. */
  merge(other: Sketch): void {
    this.#combine(other, 1);
  }

  /** Takes another set away: what both have is gone. */
  subtract(other: Sketch): void {
    this.#combine(other, -1);
  }

  #combine(other: Sketch, sign: 1 | -1): void {
    if (other.commitment !== this.commitment) throw new Error("Sketches of different runs don't add up.");
    if (JSON.stringify(other.shape) !== JSON.stringify(this.shape))
      throw new Error("Sketches of different shapes don't add up.");
    this.count += sign * other.count;
    const [mine, others] = [partsOf(this), partsOf(other)];
    for (const [index, words] of mine.entries()) {
      const added = others[index]!;
      for (let word = 0; word < words.length; word++)
        words[word] = (words[word]! + Math.imul(sign, added[word]!)) | 0;
    }
  }

  /** Whether all sums are zero: those of a difference are when the two sets are equal. */
  get isZero(): boolean {
    return partsOf(this).every(isZero);
  }
}

/** The words of a sketch, part by part, always in this order. */
export const partsOf = ({ sums, cells, samples }: Sketch): Int32Array[] => [
  sums.words,
  cells.words,
  ...samples.map(({ words }) => words),
];

/** Puts items into sketches: the part of a scan that sees every item. */
export class Sketcher {
  readonly sketch: Sketch;
  readonly element: Element;
  readonly #cell: ElementCell;
  readonly #keyNames: readonly string[];
  readonly #wireItems = new WireItems();

  /** @param keyNames the table's key attributes */
  constructor(shape: SketchShape, seed: Seed, keyNames: readonly string[]) {
    this.sketch = new Sketch(shape, commitmentTo(seed));
    this.#keyNames = keyNames;
    this.element = new Element(seed, keyNames);
    this.#cell = new ElementCell(checkKeys(seed));
  }

  /** Throws UnreadableItem for one that DynamoDB could not hold, naming its key; nothing of it is in the sketch then. */
  add(item: Item): void {
    try {
      this.element.read(item);
    } catch (error) {
      throw this.#named(item, error);
    }
    this.#insert();
  }

  /**
   * Adds items as they came over the wire, a JSON array of them; gives how many. An item that DynamoDB could not hold
   * is refused as `add` refuses it: those before it are in the sketch then.
   * @param each called after each item was added
   */
  addWire(json: Uint8Array, each?: (index: number) => void): number {
    const items = this.#wireItems;
    try {
      items.open(json);
      while (items.next()) {
        this.element.readWire(items);
        this.#insert();
        each?.(items.count - 1);
      }
    } catch (error) {
      throw error instanceof UnreadableItem ? this.#explained(json, error) : error;
    }
    return items.count;
  }

  /** What is wrong with some item, found out from the parsed items; a SyntaxError where the JSON is none. */
  #explained(json: Uint8Array, error: UnreadableItem): unknown {
    const all: unknown = JSON.parse(Buffer.from(json).toString());
    for (const item of Array.isArray(all) ? all : []) {
      try {
        this.element.read(item);
      } catch (reason) {
        return this.#named(item, reason);
      }
    }
    return error;
  }

  #insert(): void {
    const { sketch, element } = this;
    const { words } = this.#cell;
    this.#cell.fill(element.words, element.key.view, element.key.start, element.key.length);
    sketch.count++;
    sketch.sums.insert(element.words);
    sketch.cells.insert(words);
    const deepest = Math.min(samplesOf(element.words), sketch.samples.length);
    for (let sample = 0; sample < deepest; sample++) sketch.samples[sample]!.insert(words);
  }

  #named(item: Item, error: unknown): unknown {
    // One without its key attributes can't be named.
    if (!(error instanceof UnreadableItem) || this.#keyNames.some((name) => !item[name])) return error;
    return new UnreadableItem(`Item ${keyText(keyOf(item, this.#keyNames))} ${error.message}.`);
  }
}

/** In how many samples a key is: in one with 4 leading zero bits of a word of K, in one more for each 2 more. */
export const samplesOf = (hashes: Int32Array): number => Math.max(0, (Math.clz32(hashes[2]!) >> 1) - 1);

/** A sample takes one key of so many. */
export const keysPerSampled = (sample: number): number => 4 ** (sample + 2);
