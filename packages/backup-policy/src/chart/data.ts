import { type Forecast, type ForecastLane, forecast, type Tier } from "../forecast/index.ts";
import { count } from "../words.ts";
import { YOUNGEST } from "./age.ts";
import { type LossCurve, lossCurve } from "./losses.ts";

const DAY = 24 * 60 * 60_000;
/** A step a day up to so many days. */
const MOST_STEPS = 400;

/** What a chart shows, in the units it shows it in. */
export interface ChartData {
  at: Date;
  lanes: ChartLane[];
  /** The right end of the axis of ages, in days. */
  oldest: number;
  curve: LossCurve;
  held: HeldOn[];
  rpoDays: number;
  reachBackDays: number;
}

export interface ChartLane {
  name: string;
  /** How long its points are kept, in words. */
  lifecycle: string;
  isCopy: boolean;
  /** None for point-in-time recovery, which has every moment. */
  points: { age: number; tier: Tier }[];
  keepDays: number;
  coldAfterDays?: number;
  isContinuous: boolean;
}

/** How many points exist at an instant. */
export interface HeldOn {
  at: Date;
  points: number;
  kind: "warm" | "cold" | "warm copy" | "cold copy";
}

/** @param at when one looks back */
export function chartData(seen: Forecast, at: Date): ChartData {
  const { objectives, continuous } = seen.policy;
  const oldest = 1.15 * Math.max(...seen.lanes.map(({ keepDays }) => keepDays), objectives.reachBackDays);
  return {
    at,
    lanes: [
      ...(continuous
        ? [continuousLane(continuous.days, (at.getTime() - (seen.since?.getTime() ?? -Infinity)) / DAY)]
        : []),
      ...seen.lanes.map((lane) => chartLane(seen, lane, at)),
    ],
    oldest,
    curve: lossCurve(settled(seen), oldest),
    held: held(seen),
    rpoDays: objectives.rpoHours / 24,
    reachBackDays: objectives.reachBackDays,
  };
}

/** The same with a plan that was always there: what a new one lacks yet would hide what it promises. */
const settled = ({ policy, from, to, jobs }: Forecast): Forecast => forecast(policy, { from, to, jobs });

const continuousLane = (days: number, on: number): ChartLane => ({
  name: "any moment",
  lifecycle: count(days, "day"),
  isCopy: false,
  points: [],
  keepDays: Math.max(YOUNGEST, Math.min(days, on)),
  isContinuous: true,
});

function chartLane(seen: Forecast, lane: ForecastLane, at: Date): ChartLane {
  const { rule, place, isCopy, keepDays, coldAfterDays } = lane;
  const points = seen
    .pointsAt(at)
    .filter((point) => point.rule === rule && point.place === place)
    .map(({ made, tier }) => ({ age: Math.max((at.getTime() - made.getTime()) / DAY, YOUNGEST), tier }));
  return {
    name: isCopy || place !== "vault" ? `${rule} → ${shortPlace(place)}` : rule,
    lifecycle:
      coldAfterDays === undefined
        ? count(keepDays, "day")
        : `${count(keepDays, "day")}, cold after ${coldAfterDays}`,
    isCopy,
    points,
    keepDays,
    ...(coldAfterDays !== undefined && { coldAfterDays }),
    isContinuous: false,
  };
}

/** A vault's name out of its ARN, an account out of `account/Region/vault`. */
const shortPlace = (place: string): string =>
  (place.split(":").at(-1) ?? place).replace(/^(\d{12})\/.*$/, "$1");

function held(seen: Forecast): HeldOn[] {
  const [from, to] = [seen.from.getTime(), seen.to.getTime()];
  const isCopy = new Map(seen.lanes.map((lane) => [`${lane.rule} ${lane.place}`, lane.isCopy]));
  const steps = Math.min(MOST_STEPS, Math.ceil((to - from) / DAY));
  const times = Array.from({ length: steps + 1 }, (_, i) => new Date(from + ((to - from) * i) / steps));
  return times.flatMap((at) => {
    const sums = { warm: 0, cold: 0, "warm copy": 0, "cold copy": 0 };
    for (const { rule, place, warm, cold } of seen.heldAt(at)) {
      const copy = isCopy.get(`${rule} ${place}`);
      sums[copy ? "warm copy" : "warm"] += warm;
      sums[copy ? "cold copy" : "cold"] += cold;
    }
    return Object.entries(sums).map(([kind, points]) => ({ at, points, kind: kind as HeldOn["kind"] }));
  });
}
