import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type Item = Record<string, AttributeValue>;

/** An item as one line of JSON in DynamoDB's wire format: binary values are base64. */
export const toLine = (item: Item): string =>
  JSON.stringify(Object.values(item).some(hasBytes) ? mapValues(item, toWire) : item);

export function fromLine(line: string): Item {
  const item: Record<string, WireValue> = JSON.parse(line);
  for (const value of Object.values(item)) decodeBytes(value);
  return item as Item;
}

/** As JSON has it: what is a Uint8Array in an AttributeValue is a base64 text. */
interface WireValue {
  B?: string | Uint8Array;
  BS?: (string | Uint8Array)[];
  L?: WireValue[];
  M?: Record<string, WireValue>;
}

// Most items have no bytes and are written as they are: a snapshot's speed is decided here.
function hasBytes(value: AttributeValue): boolean {
  if (value.M) return Object.values(value.M).some(hasBytes);
  if (value.L) return value.L.some(hasBytes);
  return value.B !== undefined || value.BS !== undefined;
}

function toWire(value: AttributeValue): unknown {
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.L) return { L: value.L.map(toWire) };
  if (value.M) return { M: mapValues(value.M, toWire) };
  return value;
}

function decodeBytes(value: WireValue): void {
  if (value.B !== undefined) value.B = Buffer.from(value.B as string, "base64");
  else if (value.BS) value.BS = value.BS.map((text) => Buffer.from(text as string, "base64"));
  else if (value.L) value.L.forEach(decodeBytes);
  else if (value.M) Object.values(value.M).forEach(decodeBytes);
}

const base64 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");

/** Attribute names are the user's: `__proto__` is one like any other. */
const mapValues = <A, B>(values: Record<string, A>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
