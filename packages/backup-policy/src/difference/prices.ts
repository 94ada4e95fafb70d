import type { Prices } from "../schema.ts";
import type { Change, Compared } from "./change.ts";
import { compareValues } from "./compare.ts";

/** Prices change what the policy costs, not what it protects. */
export const comparePrices = ({ before, after, field }: Compared<Prices>): Change[] =>
  (Object.keys(after) as (keyof Prices)[]).flatMap((price) =>
    compareValues(
      { before: before[price], after: after[price], field: `${field}.${price}` },
      `Costs are reckoned with other prices: ${price} is ${after[price]} instead of ${before[price]}.`,
    ),
  );
