import { hash } from "node:crypto";

/**
 * What keys every hash of a run: 32 random bytes, drawn after the recovery point was made, so that nobody could
 * arrange items to collide.
 */
export type Seed = Uint8Array;

export const seedLength = 32;

export function requireSeed(seed: Seed): void {
  if (seed.length !== seedLength)
    throw new Error(`A run's seed has ${seedLength} bytes, not ${seed.length}.`);
}

/** SHA-256 of the seed, in hex: recorded before the first item is read, so that the seed can be revealed afterwards. */
export function commitmentTo(seed: Seed): string {
  requireSeed(seed);
  return hash("sha256", seed, "hex");
}
