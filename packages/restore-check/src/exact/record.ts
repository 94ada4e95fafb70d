import { timeOf } from "../contents/dates.ts";
import type { Dates } from "../contents/explain.ts";
import type { Item } from "../item.ts";

/** An item of one side, in so few bytes that every item of a table can be written down. */
export interface SideRecord {
  /** V: 16 bytes. */
  value: Buffer;
  dates: Dates;
  /** Canonical. */
  keyBytes: Buffer;
}

const valueBytes = 16;
const dateBytes = 6;
const head = valueBytes + 2 * dateBytes;

/** The record's payload in a file of buckets; its hash is K. */
export function toPayload(item: Item, value: Buffer, keyBytes: Uint8Array): Buffer {
  const payload = Buffer.alloc(head + keyBytes.length);
  value.copy(payload);
  payload.writeUIntBE(fromTime(timeOf(item.createdAt)), valueBytes, dateBytes);
  payload.writeUIntBE(fromTime(timeOf(item.updatedAt)), valueBytes + dateBytes, dateBytes);
  payload.set(keyBytes, head);
  return payload;
}

export function fromPayload(payload: Buffer): SideRecord {
  return {
    value: payload.subarray(0, valueBytes),
    dates: {
      createdAt: toTime(payload.readUIntBE(valueBytes, dateBytes)),
      updatedAt: toTime(payload.readUIntBE(valueBytes + dateBytes, dateBytes)),
    },
    keyBytes: payload.subarray(head),
  };
}

// 0: no date. Six bytes reach to the year 10889.
const latest = 2 ** (8 * dateBytes) - 1;
const fromTime = (time: number | undefined) => (time === undefined ? 0 : Math.min(latest, Math.max(1, time)));
const toTime = (written: number) => (written === 0 ? undefined : written);
