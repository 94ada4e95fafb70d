import { ruleRuns } from "../proof/proofs.ts";
import { startsBetween } from "../schedule.ts";
import type { Policy } from "../schema.ts";
import type { Lane } from "./lane.ts";
import { type Month, monthsBetween } from "./months.ts";
import type { Tier } from "./point.ts";
import { restoreAt } from "./restore.ts";
import type { Size } from "./size.ts";
import { countUpTo } from "./sorted.ts";
import { continuousGbMonths, gbMonthsOf, type Sizes, sizesOf } from "./storage.ts";

/** What is stored in a place in a month. */
export interface Stored {
  /** `table`: DynamoDB's point-in-time recovery. */
  place: string;
  tier: Tier | "continuous";
  gbMonths: number;
  cost: number;
}

/** What a policy costs in a month, or in the part of it that the forecast has, in the prices' currency. */
export interface MonthCost {
  /** 2026-11, of UTC. */
  month: string;
  stored: Stored[];
  /** Data that copies move to another Region. */
  copied: { gb: number; cost: number };
  /** The restores that verification makes: of the newest usable point each time, and of rules that have runs of their own. */
  verification: { restores: number; gb: number; cost: number };
  /** The vault's key, with its replicas in other Regions. */
  keys: number;
  total: number;
}

export interface Costed {
  policy: Policy;
  lanes: readonly Lane[];
  size: Size;
  tableCount: number;
  from: number;
  to: number;
  since: number;
  /** The Region of the tables; copies within it move nothing between Regions. */
  region: string | undefined;
}

/** What a policy costs, month by month. */
export function monthlyCosts(costed: Costed): MonthCost[] {
  const months = monthsBetween(costed.from, costed.to);
  const sizes = sizesOf(costed.size);
  const runs = verificationsOf(costed);
  const stored = storedByMonth(costed, months, sizes);
  return months.map((month, i) => {
    const parts = {
      stored: stored[i] ?? [],
      copied: copied(costed, month, sizes),
      verification: verification(costed, runs, month),
      keys: keys(costed, month),
    };
    const kept = parts.stored.reduce((sum, { cost }) => sum + cost, 0);
    return {
      month: month.name,
      ...parts,
      total: kept + parts.copied.cost + parts.verification.cost + parts.keys,
    };
  });
}

function storedByMonth(costed: Costed, months: readonly Month[], sizes: Sizes): Stored[][] {
  const { policy, lanes, size, since } = costed;
  const { warmPerGbMonth, coldPerGbMonth, continuousPerGbMonth } = policy.prices;
  const byMonth = months.map((): Stored[] => []);
  const add = (place: string, tier: Stored["tier"], price: number, gbMonths: readonly number[]) => {
    for (const [i, amount] of gbMonths.entries()) {
      const same = byMonth[i]?.find((stored) => stored.place === place && stored.tier === tier);
      if (same) Object.assign(same, { gbMonths: same.gbMonths + amount, cost: same.cost + amount * price });
      else byMonth[i]?.push({ place, tier, gbMonths: amount, cost: amount * price });
    }
  };
  for (const lane of lanes) {
    add(lane.place, "warm", warmPerGbMonth, gbMonthsOf(lane, "warm", sizes(lane.made), months));
    if (lane.coldAfter === lane.keep) continue;
    add(lane.place, "cold", coldPerGbMonth, gbMonthsOf(lane, "cold", sizes(lane.made), months));
  }
  if (policy.continuous) {
    const gbMonths = continuousGbMonths(size, since, months);
    add("table", "continuous", continuousPerGbMonth, gbMonths);
  }
  return byMonth;
}

function copied({ lanes, policy, region }: Costed, { from, to }: Month, sizes: Sizes): MonthCost["copied"] {
  let gb = 0;
  for (const lane of lanes) {
    if (!lane.isCopy || lane.region === undefined || lane.region === region) continue;
    const [first, last] = [countUpTo(lane.made, from - 1), countUpTo(lane.made, to - 1)];
    for (const size of sizes(lane.made).slice(first, last)) gb += size;
  }
  return { gb, cost: gb * policy.prices.copyPerGb };
}

/** Verifications of the same points. */
interface Verifications {
  starts: readonly number[];
  lanes: readonly Lane[];
  /** What AWS restore testing takes for each table. */
  eachTest: number;
}

function verificationsOf({ policy, lanes, from, to, since }: Costed): Verifications[] {
  const { schedule, by } = policy.verification;
  const startsOf = (schedule: string) => startsBetween(schedule, "UTC", Math.max(from, since), to);
  const eachTest = by.kind === "restoreTesting" ? policy.prices.restoreTest : 0;
  return [
    { starts: startsOf(schedule), lanes, eachTest },
    ...ruleRuns(policy).map(({ rule, schedule }) => ({
      starts: startsOf(schedule),
      lanes: lanes.filter((lane) => lane.rule === rule && !lane.isCopy),
      eachTest: 0,
    })),
  ];
}

function verification(
  { policy, size, tableCount }: Costed,
  verifications: readonly Verifications[],
  { from, to }: Month,
): MonthCost["verification"] {
  const found = { restores: 0, gb: 0, cost: 0 };
  for (const { starts, lanes, eachTest } of verifications) {
    for (const at of starts.slice(countUpTo(starts, from - 1), countUpTo(starts, to - 1))) {
      const restore = restoreAt(lanes, at, { size, prices: policy.prices });
      if (!restore) continue;
      found.restores += tableCount;
      found.gb += restore.gb;
      found.cost += restore.cost + eachTest * tableCount;
    }
  }
  return found;
}

function keys({ policy, lanes, since }: Costed, { from, to, length }: Month): number {
  const { multiRegion } = policy.vault.key;
  const regions = new Set(lanes.flatMap(({ isCopy, region }) => (isCopy && region ? [region] : [])));
  const share = Math.max(0, to - Math.max(from, since)) / length;
  return (1 + (multiRegion ? regions.size : 0)) * share * policy.prices.keyPerMonth;
}
