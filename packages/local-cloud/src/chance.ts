import { randomUUID } from "node:crypto";

/** What nobody can foresee, in one place. */
export interface Chance {
  uuid(): string;
  /** Between 0 and 1; the same for the same seed. */
  random(seed?: number): number;
}

export const chance: Chance = {
  uuid: randomUUID,
  random: (seed) => (seed === undefined ? Math.random() : mulberry32(seed)),
};

/** The first number of a generator with one word of state. */
function mulberry32(seed: number): number {
  let value = (seed + 0x6d2b79f5) | 0;
  value = Math.imul(value ^ (value >>> 15), value | 1);
  value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
  return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
}
