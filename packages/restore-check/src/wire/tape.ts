import { UnreadableItem } from "../unreadable.ts";

/**
 * What is read, and what is written of it: a page of items as it came over the wire, and their canonical forms.
 * Everything that reads on goes on from `at`, and everything that writes goes on from `to`.
 */
export class Tape {
  source: Uint8Array = new Uint8Array();
  sourceView = new DataView(this.source.buffer);
  at = 0;
  out: Buffer = Buffer.allocUnsafeSlow(0);
  outView = new DataView(this.out.buffer);
  to = 0;
  /** Where members of the maps and sets that are being read begin, in `out`, `members` of them: of the outermost first. */
  readonly starts: number[] = [];
  members = 0;
  depth = 0;

  /** Begins with another source. */
  open(source: Uint8Array): void {
    this.source = source;
    this.sourceView = new DataView(source.buffer, source.byteOffset, source.byteLength);
    this.at = 0;
    this.rewind();
    // What is read takes at most twice its bytes: "1", in a set is four bytes, its canonical form is seven.
    const most = 2 * source.length + 64;
    if (this.out.length >= most) return;
    this.out = Buffer.allocUnsafeSlow(most);
    this.outView = new DataView(this.out.buffer);
  }

  /** Forgets what was written. */
  rewind(): void {
    this.to = 0;
    this.members = 0;
    this.depth = 0;
  }
}

/** Notes that a member begins here. */
export function begin(tape: Tape): void {
  tape.starts[tape.members++] = tape.to;
}

export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const leftBracket = 0x5b;
export const rightBracket = 0x5d;
export const leftBrace = 0x7b;
export const rightBrace = 0x7d;

/** What else is there is told by whoever reads the item's JSON the slow way, and names the item. */
export const unexpected = (): never => {
  throw new UnreadableItem("holds something that DynamoDB could not hold");
};

/** The next character that is no white space; stays at it. */
export function peek(tape: Tape): number {
  const { source } = tape;
  let byte = source[tape.at]!;
  while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = source[++tape.at]!;
  return byte;
}

/** Reads a character that has to be there. */
export function expect(tape: Tape, byte: number): void {
  if (tape.source[tape.at] !== byte && peek(tape) !== byte) unexpected();
  tape.at++;
}
