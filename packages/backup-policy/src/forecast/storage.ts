import type { Lane } from "./lane.ts";
import type { Month } from "./months.ts";
import type { Tier } from "./point.ts";
import type { Size } from "./size.ts";
import { DAY } from "./time.ts";

/** Sizes of all tables together when each of a lane's points is made. Every DynamoDB backup is a full one. */
export type Sizes = (made: readonly number[]) => Float64Array;

/** Measures each list of points once: the copies of a rule have the rule's own list. */
export function sizesOf(size: Size): Sizes {
  const known = new Map<readonly number[], Float64Array>();
  return (made) => {
    const found = known.get(made);
    if (found) return found;
    const sizes = new Float64Array(made.length);
    for (let i = 0; i < made.length; i += 1) sizes[i] = size(made[i] ?? 0);
    known.set(made, sizes);
    return sizes;
  };
}

/** GB-months that a lane's points take in a tier, month by month. */
export function gbMonthsOf(lane: Lane, tier: Tier, sizes: Float64Array, months: readonly Month[]): number[] {
  const [begin, end] = tier === "warm" ? [0, lane.coldAfter] : [lane.coldAfter, lane.keep];
  if (begin === end) return months.map(() => 0);
  let [begun, ended, size] = [0, 0, 0];
  return months.map(({ from, to, length }) => {
    let sum = size * (to - from);
    for (let made = lane.made[begun]; made !== undefined && made + begin < to; made = lane.made[begun]) {
      const gb = sizes[begun] ?? 0;
      sum += gb * (to - Math.max(made + begin, from));
      size += gb;
      begun += 1;
    }
    for (let made = lane.made[ended]; made !== undefined && made + end < to; made = lane.made[ended]) {
      const gb = sizes[ended] ?? 0;
      sum -= gb * (to - Math.max(made + end, from));
      size -= gb;
      ended += 1;
    }
    // What adding and subtracting leaves of nothing.
    if (begun === ended) size = 0;
    return sum / length;
  });
}

/** GB-months of point-in-time recovery, which AWS charges by the table's size; here the size of each day's start. */
export function continuousGbMonths(size: Size, since: number, months: readonly Month[]): number[] {
  return months.map(({ from, to, length }) => {
    let sum = 0;
    for (let day = Math.max(from, since); day < to; ) {
      const end = Math.min((Math.floor(day / DAY) + 1) * DAY, to);
      sum += size(day) * (end - day);
      day = end;
    }
    return sum / length;
  });
}
