import { hashWords } from "./hash.ts";
import { isZero } from "./sums.ts";

/** A longer key is not in the cells; its hash is, in its place. */
const longestKey = 96;

// A cell's 32-bit words. All are sums modulo 2^32, so cells of two sketches add up word by word.
const COUNT = 0;
const VALUE = 1;
const CHECK = VALUE + hashWords;
const LENGTH = CHECK + 2;
const KEY = LENGTH + 1;
// Two cache lines: a cell never lies in three.
const cellWords = 32;

/** One element as a cell holds it: words of a cell with nothing else in it. */
export type CellWords = Int32Array;

/** Makes elements, one after the other in the same words. */
export class ElementCell {
  readonly words: CellWords = new Int32Array(cellWords);
  readonly #checkKeys: Int32Array;

  /** @param checkKeys two numbers */
  constructor(checkKeys: Int32Array) {
    this.#checkKeys = checkKeys;
    this.words[COUNT] = 1;
  }

  /**
   * Fills the words: V, a check sum of it, and the key; K where the key is too long.
   * @param hashes K, then V
   * @param key canonical: so many bytes, from a place in it
   */
  fill(hashes: Int32Array, key: DataView, start: number, length: number): void {
    const { words } = this;
    for (let word = 0; word < hashWords; word++) words[VALUE + word] = hashes[hashWords + word]!;
    mix(words, this.#checkKeys, words);
    words[LENGTH] = length;
    if (length > longestKey) {
      for (let word = 0; word < hashWords; word++) words[KEY + word] = hashes[word]!;
      return;
    }
    let word = KEY;
    let at = start;
    for (const end = start + length - 3; at < end; at += 4) words[word++] = key.getInt32(at, true);
    // The last word in use is filled up with zeros; words after it are not added.
    const left = start + length - at;
    if (left === 0) return;
    let last = 0;
    for (let byte = left - 1; byte >= 0; byte--) last = (last << 8) | key.getUint8(at + byte);
    words[word] = last;
  }
}

/**
 * Writes the check sum of a cell's V: a keyed, non-linear function, so that a sum of several elements has the check
 * sum of one with a probability of 2^-64 only. The steps are MurmurHash3's, on two keys.
 */
function mix(cell: CellWords, keys: Int32Array, into: CellWords): void {
  let one = keys[0]!;
  let other = keys[1]!;
  for (let word = VALUE; word < VALUE + hashWords; word++) {
    let block = Math.imul(cell[word]!, 0xcc9e2d51);
    block = Math.imul((block << 15) | (block >>> 17), 0x1b873593);
    one ^= block;
    one = (Math.imul((one << 13) | (one >>> 19), 5) + 0xe6546b64) | 0;
    other ^= block;
    other = (Math.imul((other << 13) | (other >>> 19), 5) + 0xe6546b64) | 0;
  }
  into[CHECK] = finish(one);
  into[CHECK + 1] = finish(other);
}

function finish(mixed: number): number {
  let bits = mixed ^ (mixed >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/**
 * The sub-table's cell that an element is in. By V, not by K: an altered item's two versions share K, and would
 * take each other's K out of every cell they share.
 */
function cellOf(element: CellWords, way: number, cells: number): number {
  const word = element[VALUE + (way >> 1)]!;
  return way * cells + (((way & 1) === 0 ? word : word >>> 16) & (cells - 1));
}

/** Sub-tables of cells, one after the other: an invertible Bloom lookup table. */
export class Cells {
  readonly words: Int32Array;
  readonly ways: number;
  readonly cells: number;
  // biome-ignore lint/correctness/noUnusedPrivateClassMembers: unless it is kept somewhere, the compiler leaves the looking out.
  #seen = 0;

  constructor(ways: number, cells: number, words = new Int32Array(ways * cells * cellWords)) {
    this.ways = ways;
    this.cells = cells;
    this.words = words;
  }

  /**
   * Adds an element once: what every item of a scan goes through. Its cells lie far apart in a table larger than the
   * processor's caches. A word of each of their cache lines is looked at before any is added to, so that all are
   * waited for at once; then two cells are added to at a time.
   */
  insert(element: CellWords): void {
    const { words, ways, cells } = this;
    const used = KEY + keyWordsIn(element[LENGTH]!);
    let seen = 0;
    for (let way = 0; way < ways; way++) {
      const base = cellOf(element, way, cells) * cellWords;
      seen |= words[base]! | words[base + cellWords / 2]!;
    }
    this.#seen = seen;
    let way = 0;
    for (; way + 1 < ways; way += 2) {
      const one = cellOf(element, way, cells) * cellWords;
      const other = cellOf(element, way + 1, cells) * cellWords;
      addToTwo(words, one, other, element, used);
    }
    if (way < ways) addToOne(words, cellOf(element, way, cells) * cellWords, element, used);
  }

  /** Adds an element `times` times; takes it out again with a negative number. */
  add(element: CellWords, times: number): void {
    const { words } = this;
    const used = KEY + keyWordsIn(element[LENGTH]!);
    for (let way = 0; way < this.ways; way++) {
      const base = cellOf(element, way, this.cells) * cellWords;
      for (let word = 0; word < used; word++)
        words[base + word] = (words[base + word]! + Math.imul(times, element[word]!)) | 0;
    }
  }

  /**
   * Takes out one element after the other, as long as some cell holds exactly one. What is left in the cells then
   * could not be told apart.
   * @returns the elements, each as it was added: with a count of 1 or -1
   */
  peel(checkKeys: Int32Array): CellWords[] {
    const peeled: CellWords[] = [];
    const queue = Array.from({ length: this.ways * this.cells }, (_, cell) => cell);
    // A set that can be told apart has fewer elements than there are cells: more come only from damage, without end.
    while (queue.length > 0 && peeled.length <= this.ways * this.cells) {
      const element = this.#only(queue.pop()!, checkKeys);
      if (!element) continue;
      const times = element[COUNT]!;
      peeled.push(element);
      const single = times === 1 ? element : negated(element);
      this.add(single, -times);
      for (let way = 0; way < this.ways; way++) queue.push(cellOf(single, way, this.cells));
    }
    return peeled;
  }

  /** The one element of a cell, as it stands in it; undefined when the cell has none, or several. */
  #only(cell: number, checkKeys: Int32Array): CellWords | undefined {
    const base = cell * cellWords;
    const count = this.words[base + COUNT]!;
    if (count !== 1 && count !== -1) return undefined;
    const element = this.words.slice(base, base + cellWords);
    const single = count === 1 ? element : negated(element);
    const checked = new Int32Array(LENGTH);
    mix(single, checkKeys, checked);
    const isOne = single[CHECK] === checked[CHECK] && single[CHECK + 1] === checked[CHECK + 1];
    // An element belongs where its hash says: a sum that is none could sit anywhere.
    const way = Math.floor(cell / this.cells);
    return isOne && cellOf(single, way, this.cells) === cell ? element : undefined;
  }

  get isZero(): boolean {
    return isZero(this.words);
  }
}

function addToOne(words: Int32Array, base: number, element: CellWords, used: number): void {
  for (let word = 0; word < used; word++) words[base + word] = (words[base + word]! + element[word]!) | 0;
}

function addToTwo(words: Int32Array, one: number, other: number, element: CellWords, used: number): void {
  for (let word = 0; word < used; word++) {
    const added = element[word]!;
    words[one + word] = (words[one + word]! + added) | 0;
    words[other + word] = (words[other + word]! + added) | 0;
  }
}

const keyWordsIn = (length: number) => (length > longestKey ? hashWords : (length + 3) >> 2);

const negated = (element: CellWords): CellWords => element.map((word) => -word | 0);

/** What a peeled cell says of an element. */
export interface Peeled {
  /** 1 for one that was added, -1 for one that was taken out. */
  times: 1 | -1;
  /** V. */
  value: Int32Array;
  /** Canonical; its hash instead, K, when it is longer than the cells hold. */
  key: { bytes: Uint8Array } | { hash: Int32Array };
  /** The element by itself, to be added to other cells. */
  words: CellWords;
}

export function readCell(element: CellWords): Peeled {
  const times = element[COUNT] === 1 ? 1 : -1;
  const words = times === 1 ? element : negated(element);
  const length = words[LENGTH]!;
  const bytes = Buffer.alloc(longestKey);
  for (let word = 0; word < longestKey / 4; word++) bytes.writeInt32LE(words[KEY + word]!, word * 4);
  const key =
    length > longestKey
      ? { hash: words.slice(KEY, KEY + hashWords) }
      : { bytes: bytes.subarray(0, Math.max(0, length)) };
  return {
    times,
    value: words.slice(VALUE, CHECK),
    key,
    words,
  };
}
