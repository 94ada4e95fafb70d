import { UnreadableItem } from "../unreadable.ts";
import { canonicalNumber } from "./number.ts";
import type { Writer } from "./writer.ts";

interface Encoder {
  /** Part of every stored digest: a type's byte never changes. */
  tag: number;
  encode(writer: Writer, value: unknown): void;
}

/** DynamoDB's types, all of them. Everything is length-prefixed, so no two values share an encoding. */
export const encoders = {
  S: { tag: 1, encode: (writer, value) => writer.text(text(value)) },
  N: { tag: 2, encode: (writer, value) => writer.text(canonicalNumber(text(value))) },
  B: { tag: 3, encode: (writer, value) => writer.bytes(binary(value)) },
  BOOL: { tag: 4, encode: (writer, value) => writer.byte(boolean(value) ? 1 : 0) },
  NULL: { tag: 5, encode: (_, value) => void expect(value === true, "a NULL that is not true") },
  L: { tag: 6, encode: (writer, value) => encodeList(writer, list(value)) },
  M: { tag: 7, encode: (writer, value) => encodeMap(writer, value) },
  SS: { tag: 8, encode: (writer, value) => encodeTexts(writer, list(value).map(text)) },
  NS: { tag: 9, encode: (writer, value) => encodeTexts(writer, list(value).map(text).map(canonicalNumber)) },
  BS: { tag: 10, encode: (writer, value) => encodeBinaries(writer, list(value).map(binary)) },
} as const satisfies Record<string, Encoder>;

type Typed = Readonly<Record<string, unknown>>;

/** Writes the members of a map, or of a whole item, in the order of their names' UTF-8 bytes. */
export function encodeMap(writer: Writer, value: unknown): void {
  expect(typeof value === "object" && value !== null && !Array.isArray(value), "a map that is not an object");
  const map = value as Typed;
  const names = Object.keys(map);
  sortByUtf8(names);
  let count = names.length;
  for (const name of names) if (map[name] === undefined) count--;
  writer.count(count);
  for (const name of names) {
    const member = map[name];
    if (member === undefined) continue;
    writer.text(name);
    encodeValue(writer, member);
  }
}

export function encodeValue(writer: Writer, value: unknown): void {
  expect(typeof value === "object" && value !== null, "an attribute without a type");
  let type: string | undefined;
  let types = 0;
  for (const name in value as object) {
    if ((value as Typed)[name] === undefined) continue;
    type = name;
    types++;
  }
  if (types !== 1) throw new UnreadableItem(`holds an attribute with ${types} types`);
  if (!Object.hasOwn(encoders, type!)) {
    throw new UnreadableItem(
      `holds an attribute of type "${type}": supported are ${Object.keys(encoders).join(", ")}`,
    );
  }
  const encoder: Encoder = encoders[type as keyof typeof encoders];
  writer.byte(encoder.tag);
  encoder.encode(writer, (value as Typed)[type!]);
}

function encodeList(writer: Writer, members: unknown[]): void {
  writer.count(members.length);
  for (const member of members) encodeValue(writer, member);
}

function encodeTexts(writer: Writer, members: string[]): void {
  sortByUtf8(members);
  writer.count(members.length);
  for (const member of members) writer.text(member);
}

function encodeBinaries(writer: Writer, members: Uint8Array[]): void {
  members.sort(Buffer.compare);
  writer.count(members.length);
  for (const member of members) writer.bytes(member);
}

/** In place, by insertion: items have few attributes, and a table's come in the same order again and again. */
function sortByUtf8(texts: string[]): void {
  if (texts.length > 32) {
    texts.sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
    return;
  }
  for (let index = 1; index < texts.length; index++) {
    const text = texts[index]!;
    let place = index;
    while (place > 0 && isBefore(text, texts[place - 1]!)) {
      texts[place] = texts[place - 1]!;
      place--;
    }
    texts[place] = text;
  }
}

function isBefore(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) < rank(right);
  }
  return a.length < b.length;
}

/** JavaScript orders by UTF-16 units, which puts astral characters before U+E000: DynamoDB's order is that of the bytes. */
const rank = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

function text(value: unknown): string {
  expect(typeof value === "string", "text or a number that is not a string");
  return value as string;
}

function boolean(value: unknown): boolean {
  expect(typeof value === "boolean", "a BOOL that is neither true nor false");
  return value as boolean;
}

function list(value: unknown): unknown[] {
  expect(Array.isArray(value), "a list or set that is not an array");
  return value as unknown[];
}

function binary(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  expect(typeof value === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(value), "binary that is not base64");
  return Buffer.from(value as string, "base64");
}

function expect(condition: boolean, otherwise: string): void {
  if (!condition) throw new UnreadableItem(`holds ${otherwise}`);
}
