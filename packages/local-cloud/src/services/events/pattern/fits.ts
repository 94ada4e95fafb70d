import type { Branch } from "./branches.ts";
import type { Field, Membership } from "./fields.ts";

/**
 * Whether one value at each path of the branch passes, all of them from the same element where they are in the same
 * array: https://github.com/aws/event-ruler#json-array-matching
 */
export function fits(branch: Branch, fields: Map<string, Field[]>): boolean {
  let ways: Membership[] = [new Map()];
  for (const [path, tests] of branch) {
    const found = fields.get(path) ?? [];
    if (found.length === 0) {
      if (tests.some(({ absent }) => absent)) continue;
      return false;
    }
    const passing = found.filter(({ value }) => tests.some(({ passes }) => passes(value)));
    ways = distinct(ways.flatMap((way) => passing.flatMap(({ within }) => joined(way, within) ?? [])));
    if (ways.length === 0) return false;
  }
  return true;
}

/** Undefined when the two are in different elements of one array. */
function joined(one: Membership, other: Membership): Membership | undefined {
  for (const [array, index] of other) if ((one.get(array) ?? index) !== index) return undefined;
  return other.size === 0 ? one : new Map([...one, ...other]);
}

function distinct(ways: Membership[]): Membership[] {
  if (ways.length < 2) return ways;
  const key = (way: Membership) => JSON.stringify([...way].sort(([a], [b]) => a - b));
  return [...new Map(ways.map((way) => [key(way), way])).values()];
}
