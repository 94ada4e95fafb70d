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
  SS: { tag: 8, encode: (writer, value) => encodeSet(writer, list(value).map(text)) },
  NS: { tag: 9, encode: (writer, value) => encodeSet(writer, list(value).map(text).map(canonicalNumber)) },
  BS: { tag: 10, encode: (writer, value) => encodeSet(writer, list(value).map(binary)) },
} as const satisfies Record<string, Encoder>;

/** Writes the members of a map, or of a whole item, in the order of their names' UTF-8 bytes. */
export function encodeMap(writer: Writer, value: unknown): void {
  expect(typeof value === "object" && value !== null && !Array.isArray(value), "a map that is not an object");
  const members = Object.entries(value as object).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => compareUtf8(a, b));
  writer.count(members.length);
  for (const [name, member] of members) {
    writer.text(name);
    encodeValue(writer, member);
  }
}

function encodeValue(writer: Writer, value: unknown): void {
  expect(typeof value === "object" && value !== null, "an attribute without a type");
  const typed = Object.entries(value as object).filter(([, content]) => content !== undefined);
  const [type, content] = typed[0] ?? [];
  expect(typed.length === 1 && type !== undefined, `an attribute with ${typed.length} types`);
  if (!Object.hasOwn(encoders, type!)) {
    throw new UnreadableItem(
      `holds an attribute of type "${type}": supported are ${Object.keys(encoders).join(", ")}`,
    );
  }
  const encoder: Encoder = encoders[type as keyof typeof encoders];
  writer.byte(encoder.tag);
  encoder.encode(writer, content);
}

function encodeList(writer: Writer, members: unknown[]): void {
  writer.count(members.length);
  for (const member of members) encodeValue(writer, member);
}

function encodeSet(writer: Writer, members: (string | Uint8Array)[]): void {
  for (const member of members) {
    if (typeof member === "string") expect(member.isWellFormed(), "text that is not valid Unicode");
  }
  const sorted = members.map((member) => Buffer.from(member as string)).sort(Buffer.compare);
  writer.count(sorted.length);
  for (const member of sorted) writer.bytes(member);
}

/** JavaScript sorts by UTF-16 units, which puts astral characters before U+E000: DynamoDB's order is that of the bytes. */
function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

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
