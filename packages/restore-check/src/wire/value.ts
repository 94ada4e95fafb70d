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
  putCount,
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
export function readValue(tape: Tape): void {
  expect(tape, leftBrace);
  expect(tape, quote);
  const { source, at } = tape;
  const first = source[at];
  if (source[at + 1] === quote) {
    afterType(tape, 1);
    if (first === 0x53) tagged(tape, tag.S, readText);
    else if (first === 0x4e) tagged(tape, tag.N, readNumber);
    else if (first === 0x4d) tagged(tape, tag.M, readMap);
    else if (first === 0x4c) tagged(tape, tag.L, readList);
    else if (first === 0x42) tagged(tape, tag.B, readBinary);
    else unexpected();
  } else if (source[at + 2] === quote && source[at + 1] === 0x53) {
    afterType(tape, 2);
    if (first === 0x53) readSet(tape, tag.SS, readText);
    else if (first === 0x4e) readSet(tape, tag.NS, readNumber);
    else if (first === 0x42) readSet(tape, tag.BS, readBinary);
    else unexpected();
  } else if (source[at + 4] === quote && isWord(source, at, "BOOL")) {
    afterType(tape, 4);
    tape.out[tape.to++] = tag.BOOL;
    tape.out[tape.to++] = readLiteral(tape) ? 1 : 0;
  } else if (source[at + 4] === quote && isWord(source, at, "NULL")) {
    afterType(tape, 4);
    tape.out[tape.to++] = tag.NULL;
    if (!readLiteral(tape)) unexpected();
  } else unexpected();
  expect(tape, rightBrace);
}

function tagged(tape: Tape, type: number, read: (tape: Tape) => void): void {
  tape.out[tape.to++] = type;
  if (tape.source[tape.at]! <= 0x20) peek(tape);
  read(tape);
}

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
  putCount(out, start, length);
  tape.to = start + 4 + length;
}

function readList(tape: Tape): void {
  const { out, to: start } = tape;
  tape.to += 4;
  putCount(out, start, elements(tape, readValue));
}

function readSet(tape: Tape, type: number, read: (tape: Tape) => void): void {
  const { out, members: base } = tape;
  out[tape.to++] = type;
  const start = tape.to;
  tape.to += 4;
  tape.depth++;
  const count = elements(tape, (one) => {
    begin(one);
    if (one.source[one.at]! <= 0x20) peek(one);
    read(one);
  });
  arrange(tape, base, orderOf(tape, base, count, true));
  tape.depth--;
  tape.members = base;
  putCount(out, start, count);
}

/** Reads a JSON array; gives how many elements it has. */
function elements(tape: Tape, read: (tape: Tape) => void): number {
  expect(tape, leftBracket);
  if (peek(tape) === rightBracket) {
    tape.at++;
    return 0;
  }
  for (let count = 1; ; count++) {
    read(tape);
    const byte = peek(tape);
    tape.at++;
    if (byte === rightBracket) return count;
    if (byte !== comma) unexpected();
  }
}

function readMap(tape: Tape): void {
  const { out, to: start, members: base } = tape;
  tape.to += 4;
  tape.depth++;
  const count = readMembers(tape);
  arrange(tape, base, orderOf(tape, base, count, false));
  tape.depth--;
  tape.members = base;
  putCount(out, start, count);
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
