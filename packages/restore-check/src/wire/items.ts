import { isUtf8 } from "node:buffer";
import type { Writer } from "../canonical/writer.ts";
import { orderOf } from "./order.ts";
import { comma, expect, leftBracket, peek, rightBracket, Tape, unexpected } from "./tape.ts";
import { readMembers } from "./value.ts";

/**
 * Reads items as they come over the wire, a JSON array of them, and gives each in its canonical form: byte for byte what
 * `encodeMap` writes of the parsed item, several times faster than it takes to parse one.
 */
export class WireItems {
  readonly #tape = new Tape();
  #order: readonly number[] = [];
  /** How many items were read of this source. */
  count = 0;

  /** Begins with another array of items. Throws when it isn't UTF-8. */
  open(json: Uint8Array): void {
    if (!isUtf8(json)) throw new Error("A page of items is no UTF-8: it was damaged on its way.");
    this.#tape.open(json);
    this.count = 0;
    expect(this.#tape, leftBracket);
  }

  /** Reads the next item; false when there is none. Throws UnreadableItem for one that DynamoDB could not hold. */
  next(): boolean {
    const tape = this.#tape;
    tape.rewind();
    const byte = peek(tape);
    if (byte === rightBracket) return this.#end();
    if (this.count > 0) expect(tape, comma);
    const count = readMembers(tape);
    this.#order = orderOf(tape, 0, count, false);
    this.count++;
    return true;
  }

  #end(): false {
    const tape = this.#tape;
    tape.at++;
    peek(tape);
    if (tape.at < tape.source.length) unexpected();
    return false;
  }

  /** Writes the item last read, in its canonical form. */
  writeItem(writer: Writer): void {
    writer.count(this.#order.length);
    for (const member of this.#order) this.#write(writer, member);
  }

  /** Writes an attribute of the item last read, its name before it, as it stands in a map; false when it has none of that name. */
  writeMember(writer: Writer, name: Uint8Array): boolean {
    for (const member of this.#order) {
      if (!this.#isNamed(member, name)) continue;
      this.#write(writer, member);
      return true;
    }
    return false;
  }

  #write(writer: Writer, member: number): void {
    const { outView, starts, members, to } = this.#tape;
    writer.raw(outView, starts[member]!, member + 1 < members ? starts[member + 1]! : to);
  }

  /** @param name canonical: its length before it */
  #isNamed(member: number, name: Uint8Array): boolean {
    const { out, starts } = this.#tape;
    const start = starts[member]!;
    for (let at = name.length - 1; at >= 0; at--) if (out[start + at] !== name[at]) return false;
    return true;
  }
}
