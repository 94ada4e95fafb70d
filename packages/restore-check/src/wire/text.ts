import { expect, quote, type Tape, unexpected } from "./tape.ts";

const backslash = 0x5c;

/** Reads a JSON string, and writes its length and its UTF-8. The source is known to be UTF-8. */
export function readText(tape: Tape): void {
  expect(tape, quote);
  const { source, sourceView, out, outView, to: start } = tape;
  const end = source.length;
  let at = tape.at;
  let to = start + 4;
  for (;;) {
    for (; at + 4 <= end; at += 4, to += 4) {
      const four = sourceView.getInt32(at, true);
      if (!isPlain(four)) break;
      outView.setInt32(to, four, true);
    }
    let byte = source[at]!;
    while (byte !== quote && byte !== backslash && byte >= 0x20) {
      out[to++] = byte;
      byte = source[++at]!;
    }
    if (byte === quote) break;
    // A control character; or the end of the source, and nothing is there.
    if (byte !== backslash) unexpected();
    tape.at = at;
    tape.to = to;
    readEscape(tape);
    at = tape.at;
    to = tape.to;
  }
  outView.setInt32(start, to - start - 4);
  tape.at = at + 1;
  tape.to = to;
}

/**
 * Whether none of four bytes ends or escapes anything, nor is a control character. Sometimes says no where there is
 * none. A byte is zero when its highest bit is set by taking 1 from it, and wasn't before.
 * https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
 */
function isPlain(four: number): boolean {
  const quotes = four ^ 0x22222222;
  const backslashes = four ^ 0x5c5c5c5c;
  const found =
    ((quotes - 0x01010101) & ~quotes) |
    ((backslashes - 0x01010101) & ~backslashes) |
    ((four - 0x20202020) & ~four);
  return (found & 0x80808080) === 0;
}

const escapes: Readonly<Record<number, number>> = {
  34: 0x22,
  47: 0x2f,
  92: 0x5c,
  98: 0x08,
  102: 0x0c,
  110: 0x0a,
  114: 0x0d,
  116: 0x09,
};

function readEscape(tape: Tape): void {
  const { source } = tape;
  const letter = source[tape.at + 1]!;
  if (letter !== 0x75) {
    tape.out[tape.to++] = escapes[letter] ?? unexpected();
    tape.at += 2;
    return;
  }
  const unit = unitAt(source, tape.at);
  tape.at += 6;
  if (unit < 0xd800 || unit > 0xdfff) {
    putCharacter(tape, unit);
    return;
  }
  // Half a surrogate pair is no character.
  const other = source[tape.at] === backslash && source[tape.at + 1] === 0x75 ? unitAt(source, tape.at) : 0;
  if (unit > 0xdbff || other < 0xdc00 || other > 0xdfff) unexpected();
  tape.at += 6;
  putCharacter(tape, 0x10000 + ((unit - 0xd800) << 10) + (other - 0xdc00));
}

/** The four digits of an escape such as `\u00e9`. */
function unitAt(source: Uint8Array, at: number): number {
  let unit = 0;
  for (let digit = at + 2; digit < at + 6; digit++) unit = unit * 16 + hexDigit(source[digit]!);
  return unit;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  if (letter >= 0x61 && letter <= 0x66) return letter - 0x57;
  return unexpected();
}

function putCharacter(tape: Tape, code: number): void {
  const { out } = tape;
  if (code < 0x80) out[tape.to++] = code;
  else if (code < 0x800) {
    out[tape.to++] = 0xc0 | (code >> 6);
    out[tape.to++] = 0x80 | (code & 0x3f);
  } else {
    if (code < 0x10000) out[tape.to++] = 0xe0 | (code >> 12);
    else {
      out[tape.to++] = 0xf0 | (code >> 18);
      out[tape.to++] = 0x80 | ((code >> 12) & 0x3f);
    }
    out[tape.to++] = 0x80 | ((code >> 6) & 0x3f);
    out[tape.to++] = 0x80 | (code & 0x3f);
  }
}
