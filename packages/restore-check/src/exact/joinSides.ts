import { recordsIn } from "../buckets/bucketFile.ts";
import { decodeKey } from "../canonical/decodeKey.ts";
import { causeOf } from "../contents/explain.ts";
import type { Key } from "../item.ts";
import type { Window } from "../window.ts";
import { fromPayload, type SideRecord } from "./record.ts";

/** How two tables differ, every item accounted for, however many differ. */
export interface JoinedSides {
  live: number;
  restored: number;
  equal: number;
  /** Differ, and the live item's dates explain it: they are not looked at again. */
  laterWrites: number;
  /** The same, within the span that the backup may be of. */
  nearPoint: number;
  /** Live only, and created within that span. */
  nearMissing: number;
  /** Those of the explained ones that came back, as another version. */
  explainedRestored: number;
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
export async function joinSides(
  live: Parts,
  restored: Parts,
  { window, most }: { window: Window; most: number },
): Promise<JoinedSides> {
  const joined: JoinedSides = {
    live: 0,
    restored: 0,
    equal: 0,
    laterWrites: 0,
    nearPoint: 0,
    nearMissing: 0,
    explainedRestored: 0,
    suspects: [],
    suspected: 0,
  };
  const suspect = ({ keyBytes }: SideRecord) => {
    joined.suspected++;
    if (joined.suspects.length < most) joined.suspects.push(decodeKey(keyBytes));
  };
  /** Counts a difference that the live item's dates explain. */
  const explains = ({ dates }: SideRecord, other?: SideRecord): boolean => {
    const cause = causeOf({ live: dates, restored: other?.dates }, window);
    if (cause !== "laterWrites" && cause !== "nearPoint" && cause !== "nearMissing") return false;
    joined[cause]++;
    return true;
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
      else if (explains(other, mine)) joined.explainedRestored++;
      else suspect(other);
    }
  }
  for (const record of waiting.values()) if (!explains(record)) suspect(record);
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
    nearPoint: sum(({ nearPoint }) => nearPoint),
    nearMissing: sum(({ nearMissing }) => nearMissing),
    explainedRestored: sum(({ explainedRestored }) => explainedRestored),
    suspects: parts.flatMap(({ suspects }) => suspects).slice(0, most),
    suspected: sum(({ suspected }) => suspected),
  };
}
