import { recordsIn } from "../buckets/bucketFile.ts";
import { decodeKey } from "../canonical/decodeKey.ts";
import type { Key } from "../item.ts";
import { fromPayload, type SideRecord } from "./record.ts";

/** How two tables differ, every item accounted for, however many differ. */
export interface JoinedSides {
  live: number;
  restored: number;
  equal: number;
  /** Differ, and the live item's dates explain it: they are not looked at again. */
  laterWrites: number;
  /** Those of them that came back, as another version. */
  laterWritesRestored: number;
  /** Differ, and nothing in the items explains it: the first of them. */
  suspects: Key[];
  /** How many suspects there are, listed or not. */
  suspected: number;
}

type Parts = AsyncIterable<Buffer> | Iterable<Buffer>;

/**
 * Joins one bucket of both sides by key. Memory holds the bucket's items of the live side, some 150 bytes each.
 * Throws when a side has a key twice: one of its items was read twice.
 */
export async function joinSides(live: Parts, restored: Parts, most: number): Promise<JoinedSides> {
  const joined: JoinedSides = {
    live: 0,
    restored: 0,
    equal: 0,
    laterWrites: 0,
    laterWritesRestored: 0,
    suspects: [],
    suspected: 0,
  };
  const suspect = ({ keyBytes }: SideRecord) => {
    joined.suspected++;
    if (joined.suspects.length < most) joined.suspects.push(decodeKey(keyBytes));
  };
  const waiting = new Map<string, SideRecord>();
  for await (const part of live) {
    for (const { hash, payload } of recordsIn(part)) {
      const key = hash.toString("latin1");
      if (waiting.has(key)) throw twice("live");
      waiting.set(key, fromPayload(payload));
      joined.live++;
    }
  }
  const met = new Set<string>();
  for await (const part of restored) {
    for (const { hash, payload } of recordsIn(part)) {
      const key = hash.toString("latin1");
      if (met.has(key)) throw twice("restored");
      met.add(key);
      joined.restored++;
      const mine = fromPayload(payload);
      const other = waiting.get(key);
      waiting.delete(key);
      if (!other) suspect(mine);
      else if (other.value.equals(mine.value)) joined.equal++;
      else if (other.isLater.updated || other.isLater.created) {
        joined.laterWrites++;
        joined.laterWritesRestored++;
      } else suspect(other);
    }
  }
  for (const record of waiting.values()) {
    // As for a single item: one that existed at the recovery point has to be in it, however often it was written later.
    if (record.isLater.created ?? record.isLater.updated) joined.laterWrites++;
    else suspect(record);
  }
  return joined;
}

const twice = (side: string) =>
  new Error(`The scan of the ${side} table returned an item twice: the tables can't be compared by it.`);

/** What several buckets have. */
export function mergeJoined(parts: readonly JoinedSides[], most: number): JoinedSides {
  const sum = (count: (part: JoinedSides) => number) => parts.reduce((total, part) => total + count(part), 0);
  return {
    live: sum(({ live }) => live),
    restored: sum(({ restored }) => restored),
    equal: sum(({ equal }) => equal),
    laterWrites: sum(({ laterWrites }) => laterWrites),
    laterWritesRestored: sum(({ laterWritesRestored }) => laterWritesRestored),
    suspects: parts.flatMap(({ suspects }) => suspects).slice(0, most),
    suspected: sum(({ suspected }) => suspected),
  };
}
