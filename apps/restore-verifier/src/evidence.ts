import { entryName, hashOf, type SealedEntry, seal } from "@holdfast/restore-check";
import type { Services } from "./services.ts";
import { getJson, type Store } from "./store.ts";

export type Place = Pick<SealedEntry, "sequence" | "hash">;

/** Where the chain ended last: it saves looking for the end, and may be behind or gone. */
const HINT = "runs/evidence-head.json";
const FOLDER = "evidence/";
const MOST_ATTEMPTS = 100;

type Stores = Pick<Services, "store" | "evidence">;

/** The chain, to be added to by one step: it looks for the end once. */
export interface Chain {
  /**
   * Adds an entry at the end. Of several steps at once each gets a place of its own: an object is only written where
   * there is none. An attempt that dies after writing leaves an entry which the next one repeats, word for word.
   */
  append(content: object): Promise<Place>;
  /** Notes where the end is now. */
  close(): Promise<void>;
}

export function openChain({ store, evidence }: Stores): Chain {
  let last: Place | undefined;
  return {
    async append(content) {
      let previous = last ?? (await hinted(store, evidence)) ?? (await endOf(evidence, undefined));
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        const { bytes, ...place } = seal(content, previous);
        if (await evidence.putOnce(FOLDER + entryName(place.sequence), bytes)) {
          last = place;
          return place;
        }
        previous = await endOf(evidence, previous);
      }
      throw new Error(`Others added to the evidence ${MOST_ATTEMPTS} times while an entry was to be added.`);
    },
    async close() {
      if (last) await store.put(HINT, Buffer.from(JSON.stringify(last)));
    },
  };
}

/** The hint is no proof: what it names has to be there. Whether something follows it the writing will tell. */
async function hinted(store: Store, evidence: Store): Promise<Place | undefined> {
  const hint = await getJson<Place>(store, HINT);
  return hint && entryAt(evidence, hint.sequence);
}

async function entryAt(evidence: Store, sequence: number): Promise<Place | undefined> {
  const bytes = await evidence.get(FOLDER + entryName(sequence));
  return bytes && { sequence, hash: hashOf(bytes) };
}

/** The newest entry: from one that is there, by strides that double, then by halves. */
async function endOf(evidence: Store, known: Place | undefined): Promise<Place | undefined> {
  const read = (sequence: number) => entryAt(evidence, sequence);
  let last = known;
  let stride = 1;
  for (
    let found = await read((last?.sequence ?? 0) + stride);
    found;
    found = await read(last.sequence + stride)
  ) {
    last = found;
    stride *= 2;
  }
  while (stride > 1) {
    stride /= 2;
    last = (await read((last?.sequence ?? 0) + stride)) ?? last;
  }
  return last;
}

/** Adds an entry at the end of the chain. */
export const append =
  (stores: Stores) =>
  async (content: object): Promise<Place> => {
    const chain = openChain(stores);
    const place = await chain.append(content);
    await chain.close();
    return place;
  };

/**
 * The place that a step's entry has; added to the chain unless an earlier attempt did and noted it under the key.
 * @param isFirst whether no earlier attempt can have come so far: it isn't asked for its note
 */
export async function appendOnce(
  stores: Stores,
  key: string,
  content: object,
  { isFirst = false, add = append(stores) }: { isFirst?: boolean; add?: Chain["append"] } = {},
): Promise<Place> {
  const there = isFirst ? undefined : await getJson<Place>(stores.store, key);
  if (there) return there;
  const place = await add(content);
  await stores.store.put(key, Buffer.from(JSON.stringify(place)));
  return place;
}
