import type { Prices } from "../schema.ts";
import type { Lane } from "./lane.ts";
import { newestSafe } from "./loss.ts";
import { type PointAt, pointOf, tierOf } from "./point.ts";
import type { Size } from "./size.ts";

/** What it takes to restore every table from the newest usable point. */
export interface Restore {
  point: PointAt;
  gb: number;
  /** In the prices' currency, without the restored tables' own cost. */
  cost: number;
}

/** Undefined when there is no usable point. */
export function restoreAt(
  lanes: readonly Lane[],
  at: number,
  { size, prices }: { size: Size; prices: Prices },
): Restore | undefined {
  const newest = newestSafe(lanes, { incident: at, noticed: at });
  if (!newest) return undefined;
  const { lane, made } = newest;
  const tier = tierOf(lane, made, at);
  const gb = size(made);
  return {
    point: { ...pointOf(lane, made), tier },
    gb,
    cost: gb * (tier === "cold" ? prices.restoreColdPerGb : prices.restoreWarmPerGb),
  };
}
