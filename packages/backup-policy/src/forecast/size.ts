import { DAY } from "./time.ts";

/** How long a month of growth is, on average. */
const MONTH = (365.25 / 12) * DAY;

/** How big a table is, and how it grows. */
export interface TableSize {
  name: string;
  /** In GB of 2^30 bytes, when the forecast begins. */
  gb: number;
  growth?: { gbPerMonth: number } | { percentPerMonth: number };
}

/** How big all tables are together at an instant, in GB. */
export type Size = (at: number) => number;

/**
 * Tables that grow from the forecast's beginning, and had grown to it before.
 *
 * @throws RangeError naming the table whose size or growth can't be
 */
export function sizeOf(tables: readonly TableSize[], begin: number): Size {
  const all = tables.map(growthOf);
  return (at) => {
    let sum = 0;
    // One plain loop: it runs for every point there is.
    for (const { gb, each, rate } of all) {
      sum += rate === 0 ? Math.max(0, gb + each * (at - begin)) : gb * Math.exp(rate * (at - begin));
    }
    return sum;
  };
}

/** What a table grows by in a millisecond, and the exponent of its growth in one. */
function growthOf({ name, gb, growth }: TableSize): { gb: number; each: number; rate: number } {
  if (!(gb >= 0)) throw new RangeError(`The table ${name} has ${gb} GB; give 0 or more.`);
  if (!growth) return { gb, each: 0, rate: 0 };
  if ("gbPerMonth" in growth) return { gb, each: growth.gbPerMonth / MONTH, rate: 0 };
  const { percentPerMonth } = growth;
  if (!(percentPerMonth > -100)) {
    throw new RangeError(`The table ${name} grows by ${percentPerMonth} % a month; give more than -100.`);
  }
  return { gb, each: 0, rate: Math.log1p(percentPerMonth / 100) / MONTH };
}
