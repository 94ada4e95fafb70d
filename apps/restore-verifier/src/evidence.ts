import { entryName, hashOf, type SealedEntry, seal } from "@holdfast/restore-check";
import type { Services } from "./services.ts";
import { getJson, type Store } from "./store.ts";

export type Place = Pick<SealedEntry, "sequence" | "hash">;

/** Where the chain ended last: it saves looking for the end, and may be behind or gone. */
const HINT = "runs/evidence-head.json";
const FOLDER = "evidence/";
const MOST_ATTEMPTS = 100;

/**
 * Adds an entry at the end of the chain. Of several at once each gets a place of its own: an object is only written
 * where there is none. An attempt that dies after writing leaves an entry which the next one repeats, word for word.
 */
export const append =
  ({ store, evidence }: Pick<Services, "store" | "evidence">) =>
  async (content: object): Promise<Place> => {
    const hint = await getJson<Place>(store, HINT);
    // The hint is no proof: what it names has to be there. Whether something follows it the writing will tell.
    let previous = (hint && (await entryAt(evidence, hint.sequence))) ?? (await endOf(evidence, undefined));
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const { bytes, ...place } = seal(content, previous);
      if (await evidence.putOnce(FOLDER + entryName(place.sequence), bytes)) {
        await store.put(HINT, Buffer.from(JSON.stringify(place)));
        return place;
      }
      previous = await endOf(evidence, previous);
    }
    throw new Error(`Others added to the evidence ${MOST_ATTEMPTS} times while an entry was to be added.`);
  };

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

/**
 * The place that a step's entry has; added to the chain unless an earlier attempt did and noted it under the key.
 * @param isFirst whether no earlier attempt can have come so far: it isn't asked for its note
 */
export async function appendOnce(
  services: Pick<Services, "store" | "evidence">,
  key: string,
  content: object,
  isFirst = false,
): Promise<Place> {
  const there = isFirst ? undefined : await getJson<Place>(services.store, key);
  if (there) return there;
  const place = await append(services)(content);
  await services.store.put(key, Buffer.from(JSON.stringify(place)));
  return place;
}
