import { timeOf } from "../contents/dates.ts";
import type { Item } from "../item.ts";

/** An item of one side, in so few bytes that every item of a table can be written down. */
export interface SideRecord {
  /** V: 16 bytes. */
  value: Buffer;
  /** Whether the item was created, or written, after the recovery point; undefined when it carries no such date. */
  isLater: { created?: boolean; updated?: boolean };
  /** Canonical. */
  keyBytes: Buffer;
}

const valueBytes = 16;

/** The record's payload in a file of buckets; its hash is K. */
export function toPayload(item: Item, value: Buffer, keyBytes: Uint8Array, since: number): Buffer {
  const flags = dateFlags(timeOf(item.createdAt), since) | (dateFlags(timeOf(item.updatedAt), since) << 2);
  return Buffer.concat([value, Uint8Array.of(flags), keyBytes]);
}

export function fromPayload(payload: Buffer): SideRecord {
  const flags = payload[valueBytes]!;
  return {
    value: payload.subarray(0, valueBytes),
    isLater: { created: fromFlags(flags & 3), updated: fromFlags(flags >> 2) },
    keyBytes: payload.subarray(valueBytes + 1),
  };
}

// 0: no date, 1: before, 3: after.
const dateFlags = (time: number | undefined, since: number) =>
  time === undefined ? 0 : time > since ? 3 : 1;
const fromFlags = (flags: number) => (flags === 0 ? undefined : flags === 3);
