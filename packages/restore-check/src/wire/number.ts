import { canonicalNumber } from "../canonical/number.ts";
import { peek, quote, type Tape } from "./tape.ts";
import { readText } from "./text.ts";

const zero = 0x30;
const minus = 0x2d;
const plus = 0x2b;
const letterE = 0x65;
/** As many digits of an exponent as `canonicalNumber` reads. */
const mostExponentDigits = 6;

const isDigit = (byte: number) => byte >= zero && byte <= zero + 9;

/** Reads a number, a JSON string, and writes its length and the form that all its spellings share: see `canonicalNumber`. */
export function readNumber(tape: Tape): void {
  if (!readPlain(tape)) readUnusual(tape);
}

/** Reads nothing, and says so, when it isn't spelled with digits, signs, a point and an exponent alone. */
function readPlain(tape: Tape): boolean {
  const { source, out, to: start } = tape;
  if (peek(tape) !== quote) return false;
  let at = tape.at + 1;
  let to = start + 4;
  let byte = source[at]!;
  if (byte === minus || byte === plus) {
    if (byte === minus) out[to++] = minus;
    byte = source[++at]!;
  }
  // Digits, from the first that is no zero on; up to `end` they end with one that is no zero.
  const digits = to;
  let end = to;
  let places = 0;
  let fraction = -1;
  for (; ; byte = source[++at]!) {
    if (isDigit(byte)) {
      places++;
      if (fraction >= 0) fraction++;
      if (byte === zero && to === digits) continue;
      out[to++] = byte;
      if (byte !== zero) end = to;
    } else if (byte === 0x2e && fraction < 0) fraction = 0;
    else break;
  }
  if (places === 0) return false;
  let exponent = 0;
  if ((byte | 0x20) === letterE) {
    byte = source[++at]!;
    const isNegative = byte === minus;
    if (isNegative || byte === plus) byte = source[++at]!;
    const first = at;
    for (; isDigit(byte); byte = source[++at]!) exponent = exponent * 10 + byte - zero;
    if (at === first || at - first > mostExponentDigits) return false;
    if (isNegative) exponent = -exponent;
  }
  if (byte !== quote) return false;
  tape.at = at + 1;
  if (end === digits) {
    out[start + 4] = zero;
    end = start + 5;
  } else {
    exponent += to - end - Math.max(0, fraction);
    out[end++] = letterE;
    end = putInteger(out, end, exponent);
  }
  tape.outView.setInt32(start, end - start - 4);
  tape.to = end;
  return true;
}

function putInteger(out: Uint8Array, at: number, value: number): number {
  let to = at;
  let left = value;
  if (left < 0) {
    out[to++] = minus;
    left = -left;
  }
  let unit = 1;
  while (unit * 10 <= left) unit *= 10;
  for (; unit >= 1; unit /= 10) out[to++] = zero + (Math.floor(left / unit) % 10);
  return to;
}

/** One with escapes in it; or none at all, which is refused. */
function readUnusual(tape: Tape): void {
  const { out, to: start } = tape;
  readText(tape);
  const text = canonicalNumber(out.toString("latin1", start + 4, tape.to));
  tape.to = start + 4 + out.write(text, start + 4, "latin1");
  tape.outView.setInt32(start, text.length);
}
