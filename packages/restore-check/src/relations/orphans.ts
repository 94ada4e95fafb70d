import { recordsIn } from "../buckets/bucketFile.ts";
import { decodeKey } from "../canonical/decodeKey.ts";
import type { Key } from "../item.ts";

/** Items that refer to one that isn't in the restored set. */
export interface Orphan {
  /** One of them. */
  key: Key;
  /** How many there are that refer to the same. */
  count: number;
}

export interface Orphans {
  /** By how many items that are missing are referred to: the first so many. */
  listed: Orphan[];
  /** How many items that are missing are referred to, listed or not. */
  missing: number;
}

/**
 * Finds the references of one bucket that nothing answers, exactly. Memory holds the bucket's keys: 16 bytes each, and
 * what a set of them takes.
 * @param present files' parts of this bucket, with the hashes of the items there are
 * @param references files' parts of this bucket, as a ReferenceCollector made them
 */
export async function findOrphans(
  present: AsyncIterable<Buffer> | Iterable<Buffer>,
  references: AsyncIterable<Buffer> | Iterable<Buffer>,
  most: number,
): Promise<Orphans> {
  const hashes = new Set<string>();
  for await (const part of present)
    for (const { hash } of recordsIn(part)) hashes.add(hash.toString("latin1"));
  const orphans = new Map<string, Orphan>();
  for await (const part of references) {
    for (const { hash, payload } of recordsIn(part)) {
      const text = hash.toString("latin1");
      if (hashes.has(text)) continue;
      const count = payload.readUInt32BE() + (orphans.get(text)?.count ?? 0);
      orphans.set(text, { count, key: orphans.get(text)?.key ?? decodeKey(payload.subarray(4)) });
    }
  }
  return { listed: [...orphans.values()].slice(0, most), missing: orphans.size };
}

/** What several buckets have. */
export function mergeOrphans(parts: readonly Orphans[], most: number): Orphans {
  return {
    listed: parts.flatMap(({ listed }) => listed).slice(0, most),
    missing: parts.reduce((sum, { missing }) => sum + missing, 0),
  };
}
