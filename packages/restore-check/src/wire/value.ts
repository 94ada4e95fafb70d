import { encoders } from "../canonical/encode.ts";
import { readNumber } from "./number.ts";
import { arrange, orderOf } from "./order.ts";
import {
  begin,
  colon,
  comma,
  expect,
  leftBrace,
  leftBracket,
  peek,
  quote,
  rightBrace,
  rightBracket,
  type Tape,
  unexpected,
} from "./tape.ts";
import { readText } from "./text.ts";

const tag = {
  S: encoders.S.tag,
  N: encoders.N.tag,
  B: encoders.B.tag,
  BOOL: encoders.BOOL.tag,
  NULL: encoders.NULL.tag,
  L: encoders.L.tag,
  M: encoders.M.tag,
  SS: encoders.SS.tag,
  NS: encoders.NS.tag,
  BS: encoders.BS.tag,
} as const;

/** Reads a typed value such as `{"S":"Ogre"}`, and writes its type's tag and its canonical form. */
function readValue(tape: Tape): void {
  expect(tape, leftBrace);
  expect(tape, quote);
  const { source, out, at } = tape;
  const first = source[at]!;
  if (source[at + 1] === quote) {
    afterType(tape, 1);
    // One after the other, each called by its name: a function that is handed on is not compiled into this one.
    if (first === letter.S) {
      out[tape.to++] = tag.S;
      readText(tape);
    } else if (first === letter.N) {
      out[tape.to++] = tag.N;
      readNumber(tape);
    } else if (first === letter.M) {
      out[tape.to++] = tag.M;
      readMap(tape);
    } else if (first === letter.L) {
      out[tape.to++] = tag.L;
      readList(tape);
    } else if (first === letter.B) {
      out[tape.to++] = tag.B;
      readBinary(tape);
    } else unexpected();
  } else if (source[at + 2] === quote && source[at + 1] === letter.S) {
    afterType(tape, 2);
    if (first === letter.S) out[tape.to++] = tag.SS;
    else if (first === letter.N) out[tape.to++] = tag.NS;
    else if (first === letter.B) out[tape.to++] = tag.BS;
    else unexpected();
    readSet(tape, first);
  } else if (source[at + 4] === quote && isWord(source, at, "BOOL")) {
    afterType(tape, 4);
    out[tape.to++] = tag.BOOL;
    out[tape.to++] = readLiteral(tape) ? 1 : 0;
  } else if (source[at + 4] === quote && isWord(source, at, "NULL")) {
    afterType(tape, 4);
    out[tape.to++] = tag.NULL;
    if (!readLiteral(tape)) unexpected();
  } else unexpected();
  expect(tape, rightBrace);
}

const letter = { S: 0x53, N: 0x4e, B: 0x42, L: 0x4c, M: 0x4d } as const;

function afterType(tape: Tape, letters: number): void {
  tape.at += letters + 1;
  expect(tape, colon);
}

function isWord(source: Uint8Array, at: number, word: string): boolean {
  for (let index = 0; index < word.length; index++)
    if (source[at + index] !== word.charCodeAt(index)) return false;
  return true;
}

function readLiteral(tape: Tape): boolean {
  peek(tape);
  const word = isWord(tape.source, tape.at, "true") ? "true" : "false";
  if (!isWord(tape.source, tape.at, word)) unexpected();
  tape.at += word.length;
  return word === "true";
}

/** Base64, decoded as Node decodes it. */
function readBinary(tape: Tape): void {
  const { out, to: start } = tape;
  readText(tape);
  const text = out.toString("latin1", start + 4, tape.to);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) unexpected();
  const length = out.write(text, start + 4, "base64");
  tape.outView.setInt32(start, length);
  tape.to = start + 4 + length;
}

function readList(tape: Tape): void {
  const start = tape.to;
  tape.to += 4;
  let count = 0;
  for (let isMore = isAny(tape); isMore; isMore = goesOn(tape)) {
    readValue(tape);
    count++;
  }
  tape.outView.setInt32(start, count);
}

/** @param type of the members, as its letter */
function readSet(tape: Tape, type: number): void {
  const { to: start, members: base } = tape;
  tape.to += 4;
  tape.depth++;
  let count = 0;
  for (let isMore = isAny(tape); isMore; isMore = goesOn(tape)) {
    begin(tape);
    if (type === letter.S) readText(tape);
    else if (type === letter.N) readNumber(tape);
    else readBinary(tape);
    count++;
  }
  arrange(tape, base, orderOf(tape, base, count, true));
  tape.depth--;
  tape.members = base;
  tape.outView.setInt32(start, count);
}

/** Whether an array that begins here has elements. */
function isAny(tape: Tape): boolean {
  expect(tape, leftBracket);
  if (peek(tape) !== rightBracket) return true;
  tape.at++;
  return false;
}

/** Whether another element follows. */
function goesOn(tape: Tape): boolean {
  const byte = peek(tape);
  tape.at++;
  if (byte === rightBracket) return false;
  if (byte !== comma) unexpected();
  return true;
}

function readMap(tape: Tape): void {
  const { to: start, members: base } = tape;
  tape.to += 4;
  tape.depth++;
  const count = readMembers(tape);
  arrange(tape, base, orderOf(tape, base, count, false));
  tape.depth--;
  tape.members = base;
  tape.outView.setInt32(start, count);
}

/** Reads a JSON object of typed values, and writes its members as they come; gives how many they are. */
export function readMembers(tape: Tape): number {
  expect(tape, leftBrace);
  if (peek(tape) === rightBrace) {
    tape.at++;
    return 0;
  }
  for (let count = 1; ; count++) {
    begin(tape);
    readText(tape);
    expect(tape, colon);
    readValue(tape);
    const byte = peek(tape);
    tape.at++;
    if (byte === rightBrace) return count;
    if (byte !== comma) unexpected();
  }
}
