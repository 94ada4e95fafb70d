import { decodeKey } from "../canonical/decodeKey.ts";
import type { JoinedSides } from "../exact/joinSides.ts";
import type { Key } from "../item.ts";
import { type Cells, type CellWords, readCell } from "./cells.ts";
import { checkKeys, keyWords } from "./element.ts";
import { hashWords } from "./hash.ts";
import { commitmentTo, type Seed } from "./seed.ts";
import { keysPerSampled, type Sketch, samplesOf } from "./sketch.ts";
import { hex } from "./sums.ts";

/** A key whose item isn't the same on both sides. */
export interface KeyDifference {
  /** K, in hex. */
  hash: string;
  /** Absent when it is too long for a sketch: the table has to be looked through for the hash. */
  key?: Key;
  /** V of the live item, in hex; absent when there is none. */
  live?: string;
  restored?: string;
}

/** How two sets differ: what their sketches prove, and no more. */
export type Reconciliation =
  /** These, and no others. None: the sets are equal. */
  | { kind: "exact"; differences: KeyDifference[] }
  /** Too many to name. Where the sketch has samples: about how many, and examples drawn evenly from all. */
  | { kind: "tooMany"; estimate?: { about: number; standardError: number }; examples: KeyDifference[] }
  /** Every item was joined by its key, because too many differ: these differences are not explained by the items. */
  | { kind: "joined"; joined: JoinedSides }
  /** Neither: some summary isn't what it was, or an item was counted twice. Never to be taken for equal. */
  | { kind: "undecodable"; reason: string };

/**
 * Finds out how two sets differ, from the live set's sketch less the restored one's. Names all differences when they
 * are few enough for the sketch's shape, which `failureProbability` can prevent; a wrong claim has a probability of
 * about 2^-128. Uses the sketch up.
 */
export function reconcile(difference: Sketch, seed: Seed): Reconciliation {
  if (difference.commitment !== commitmentTo(seed))
    return { kind: "undecodable", reason: "The seed is not the one that the summaries were made with." };
  const decoded = decode(difference.cells, seed);
  if (!decoded) return estimate(difference, seed);
  if (typeof decoded === "string") return { kind: "undecodable", reason: decoded };
  let count = difference.count;
  for (const { words, hashes, times } of decoded) {
    count -= times;
    difference.sums.add(hashes, -times);
    const deepest = Math.min(samplesOf(hashes), difference.samples.length);
    for (let sample = 0; sample < deepest; sample++) difference.samples[sample]!.add(words, -times);
  }
  // The proof: with what was found taken out, nothing at all may be left.
  if (count !== 0 || !difference.isZero)
    return {
      kind: "undecodable",
      reason: "The summaries' sums don't agree with the differences found in them.",
    };
  return paired(decoded);
}

/** Whether only a join of all items can tell what differs: too much does, or keys are too long for a sketch. */
export function needsJoin(reconciliation: Reconciliation): boolean {
  if (reconciliation.kind === "exact") return reconciliation.differences.some(({ key }) => !key);
  return reconciliation.kind === "tooMany";
}

interface Found {
  times: 1 | -1;
  /** K, then V. */
  hashes: Int32Array;
  key?: Key;
  words: CellWords;
}

/** All elements of the cells; undefined when some can't be told apart, a sentence when one can't be true. */
function decode(cells: Cells, seed: Seed): Found[] | string | undefined {
  const peeled = cells.peel(checkKeys(seed)).map(readCell);
  if (!cells.isZero) return undefined;
  try {
    return peeled.map(({ times, value, key, words }) => {
      const hashes = new Int32Array(2 * hashWords);
      hashes.set("bytes" in key ? keyWords(seed, key.bytes) : key.hash);
      hashes.set(value, hashWords);
      return { times, hashes, words, ...("bytes" in key && { key: decodeKey(key.bytes) }) };
    });
  } catch {
    return "What stands for a key in the summaries is none.";
  }
}

function paired(found: Found[]): Reconciliation {
  const differences = new Map<string, KeyDifference>();
  for (const { hashes, times, key } of found) {
    const hash = hex(hashes.subarray(0, hashWords));
    const difference = differences.get(hash) ?? { hash, ...(key && { key }) };
    const side = times === 1 ? "live" : "restored";
    if (difference[side] !== undefined)
      return {
        kind: "undecodable",
        reason: `Two items of the ${side} table have the same key: one was read twice.`,
      };
    difference[side] = hex(hashes.subarray(hashWords));
    differences.set(hash, difference);
  }
  return { kind: "exact", differences: [...differences.values()] };
}

/** From the largest sample that can be decoded: it has one key of 16, or of 64, and so on. */
function estimate({ samples }: Sketch, seed: Seed): Reconciliation {
  if (samples.length === 0) return { kind: "tooMany", examples: [] };
  for (const [index, cells] of samples.entries()) {
    const found = decode(cells, seed);
    if (found === undefined) continue;
    if (typeof found === "string") return { kind: "undecodable", reason: found };
    const sampled = paired(found);
    if (sampled.kind !== "exact") return sampled;
    const examples = sampled.differences;
    // A sample that has none, below samples with too many: the cells hold something else than differences.
    if (examples.length === 0) break;
    const keysPerExample = keysPerSampled(index);
    return {
      kind: "tooMany",
      estimate: {
        about: examples.length * keysPerExample,
        standardError: Math.round(keysPerExample * Math.sqrt(examples.length * (1 - 1 / keysPerExample))),
      },
      examples,
    };
  }
  return {
    kind: "undecodable",
    reason: "The summaries hold something that is no set of differences: an item counted twice, or damage.",
  };
}
