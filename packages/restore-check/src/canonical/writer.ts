import { UnreadableItem } from "../unreadable.ts";

/** Beyond this, what Node does for a text in one go costs less than a loop. */
const SHORT = 64;
/** Views of so many bytes or fewer are kept. */
const mostViews = 2048;

/** Bytes, written one after another into a buffer that is used again and again. */
export class Writer {
  #buffer = Buffer.allocUnsafeSlow(4096);
  #view = new DataView(this.#buffer.buffer);
  #length = 0;
  /** By their length: making a view takes as long as hashing what it shows. */
  #views: Buffer[] = [];

  /** How many bytes were written since `clear`. */
  get length(): number {
    return this.#length;
  }

  /** Forgets what was written after the first `kept` bytes. */
  clear(kept = 0): void {
    this.#length = kept;
  }

  /** What the bytes stand in, from its beginning; another one once it was too small. */
  get view(): DataView {
    return this.#view;
  }

  /** What was written since `clear`, valid until the next write. */
  written(): Buffer {
    const length = this.#length;
    if (length > mostViews) return this.#buffer.subarray(0, length);
    const known = this.#views[length];
    if (known) return known;
    const view = this.#buffer.subarray(0, length);
    this.#views[length] = view;
    return view;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  count(value: number): void {
    this.#reserve(4);
    this.#put(this.#length, value);
    this.#length += 4;
  }

  bytes(value: Uint8Array): void {
    this.count(value.length);
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  /**
   * Bytes of another buffer as they stand, without their length. Four at a time: for the few bytes of an attribute
   * everything that copies more costs more to call. Up to three beyond the end are read, and written over.
   */
  raw(source: DataView, start: number, end: number): void {
    this.#reserve(end - start + 4);
    const view = this.#view;
    let to = this.#length;
    for (let at = start; at < end; at += 4, to += 4) view.setInt32(to, source.getInt32(at, true), true);
    this.#length += end - start;
  }

  /** UTF-8 as it stands: DynamoDB compares bytes, so there is no Unicode normalisation. */
  text(value: string): void {
    const { length } = value;
    if (length > SHORT || !this.#shortAscii(value)) this.#anyText(value);
  }

  /** Writes nothing, and says so, when the text isn't plain ASCII. */
  #shortAscii(value: string): boolean {
    const { length } = value;
    this.#reserve(4 + length);
    const buffer = this.#buffer;
    let at = this.#length + 4;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return false;
      buffer[at++] = code;
    }
    this.#put(this.#length, length);
    this.#length = at;
    return true;
  }

  #anyText(value: string): void {
    if (!value.isWellFormed()) throw new UnreadableItem("holds text that is not valid Unicode");
    // No character takes more than three bytes for each UTF-16 unit.
    this.#reserve(4 + value.length * 3);
    const length = this.#buffer.write(value, this.#length + 4);
    this.#put(this.#length, length);
    this.#length += 4 + length;
  }

  #put(at: number, value: number): void {
    const buffer = this.#buffer;
    buffer[at] = value >>> 24;
    buffer[at + 1] = value >>> 16;
    buffer[at + 2] = value >>> 8;
    buffer[at + 3] = value;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
    this.#view = new DataView(grown.buffer);
    this.#views = [];
  }
}

/** A text's canonical form. */
export function encodedText(value: string): Buffer {
  const writer = new Writer();
  writer.text(value);
  return Buffer.from(writer.written());
}
