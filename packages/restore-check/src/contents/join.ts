import { type Digester, digester, keyOf } from "../canonical/digest.ts";
import { keyText } from "../canonical/keyText.ts";
import type { Side } from "../input.ts";
import type { Item } from "../item.ts";
import { UnreadableItem } from "../unreadable.ts";
import { timeOf } from "./dates.ts";
import type { Difference, Seen } from "./difference.ts";

export interface Joined {
  live: number;
  restored: number;
  equal: number;
  differences: Difference[];
}

/** Reads both sides at once, in any order, and keeps only the items that have not met their equal yet. */
export async function join(
  live: AsyncIterable<Item>,
  restored: AsyncIterable<Item>,
  keyNames: readonly string[],
): Promise<Joined> {
  if (keyNames.length === 0) throw new Error("The live table's key is not known: items can't be told apart.");
  const digests = digester(keyNames);
  const counts = { live: 0, restored: 0, equal: 0 };
  const open = new Map<string, Difference>();
  let isBroken = false;
  const read = async (side: Side, items: AsyncIterable<Item>) => {
    try {
      for await (const item of items) {
        if (isBroken) return;
        counts[side]++;
        if (meet(open, side, item, digests, keyNames)) counts.equal++;
      }
    } catch (error) {
      isBroken = true;
      throw error;
    }
  };
  await Promise.all([read("live", live), read("restored", restored)]);
  return { ...counts, differences: [...open.values()] };
}

function meet(
  open: Map<string, Difference>,
  side: Side,
  item: Item,
  digests: Digester,
  keyNames: readonly string[],
) {
  const keyDigest = digests.key(item);
  const known = open.get(keyDigest) ?? { keyDigest, key: keyOf(item, keyNames) };
  if (known[side]) throw new Error(`The scan of the ${side} table returned ${keyText(known.key)} twice.`);
  known[side] = see(side, item, known, digests);
  const equal = known.live?.digest === known.restored?.digest;
  if (equal) open.delete(keyDigest);
  else open.set(keyDigest, known);
  return equal;
}

function see(side: Side, item: Item, { key }: Difference, digests: Digester): Seen {
  try {
    return {
      digest: digests.item(item),
      createdAt: timeOf(item.createdAt),
      updatedAt: timeOf(item.updatedAt),
    };
  } catch (error) {
    if (!(error instanceof UnreadableItem)) throw error;
    throw new UnreadableItem(`Item ${keyText(key)} of the ${side} table ${error.message}.`);
  }
}
