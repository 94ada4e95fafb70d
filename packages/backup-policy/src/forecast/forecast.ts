import type { Policy } from "../schema.ts";
import { type MonthCost, monthlyCosts } from "./cost.ts";
import { type Lane, lanesOf } from "./lane.ts";
import { type Continuous, type Loss, lossOf, newestSafe } from "./loss.ts";
import {
  type Held,
  heldAt,
  type Point,
  type PointAt,
  pointOf,
  pointsAt,
  pointsDuring,
  tierOf,
} from "./point.ts";
import { type Restore, restoreAt } from "./restore.ts";
import { sizeOf, type TableSize } from "./size.ts";
import { DAY } from "./time.ts";
import { type WorstLoss, worstLoss } from "./worst-loss.ts";

export interface ForecastSpan {
  /** The first instant of the forecast. */
  from: Date;
  /** The first instant after the forecast. */
  to: Date;
  /** When the plan comes into force. If left out, it has been in force for ever: every rule has all its points. */
  since?: Date;
  /**
   * `atLatest`, if left out: each job starts and ends as late as its windows let it, so that what is promised
   * holds. `onTime`: jobs take no time.
   */
  jobs?: "atLatest" | "onTime";
  /** The tables that the policy protects, for sizes and costs. */
  tables?: TableSize[];
  /** The tables' Region. If left out, every copy to a named Region is to another one. */
  region?: string;
}

/** Where points may be restored from, such as a copy's Region once the vault is lost; `table` is its point-in-time recovery. */
export interface Scenario {
  places?: readonly string[];
}

/** What a policy will have made, kept and cost. Every instant asked for has to be in the span. */
export interface Forecast {
  policy: Policy;
  from: Date;
  to: Date;
  since?: Date;
  jobs: "atLatest" | "onTime";
  /** The rules' points by place: how often one was made in the span and how long it is kept. */
  lanes: readonly ForecastLane[];
  /** The points that exist at an instant, rule by rule, oldest first. */
  pointsAt(at: Date): PointAt[];
  /** The points that exist at some time from an instant until before another. */
  pointsDuring(from: Date, to: Date): Point[];
  /** How many points exist at an instant, rule by rule. */
  heldAt(at: Date): Held[];
  /** The newest point whose job has surely ended. */
  newestUsable(at: Date, scenario?: Scenario): PointAt | undefined;
  /** What an incident costs that is noticed some time later; undefined when nothing is left from before it. */
  loss(incident: { incident: Date; noticed: Date }, scenario?: Scenario): Loss | undefined;
  /** The most that any incident in the span costs when it is noticed that many days late. */
  worstLoss(noticedAfterDays: number, scenario?: Scenario): WorstLoss;
  /** What restoring every table from the newest usable point costs; undefined when there is none. */
  restoreAt(at: Date, scenario?: Scenario): Restore | undefined;
  /** Storage, copies, verification and keys, month by month. */
  months(): MonthCost[];
}

export type ForecastLane = Pick<Lane, "rule" | "place" | "isCopy" | "keepDays" | "coldAfterDays"> & {
  /** How many points are made in the span. */
  made: number;
};

/**
 * What will exist under a policy: exact to the minute, with AWS's calendar, time zones and lifecycles.
 *
 * @throws RangeError when the span ends before it begins, or a table has no size that can be
 */
export function forecast(policy: Policy, span: ForecastSpan): Forecast {
  const { tables = [], jobs = "atLatest", region } = span;
  const [from, to] = [span.from.getTime(), span.to.getTime()];
  if (!(from < to)) {
    throw new RangeError(`The forecast's end ${span.to} has to be after its beginning ${span.from}.`);
  }
  const size = sizeOf(tables, from);
  const since = span.since?.getTime() ?? Number.NEGATIVE_INFINITY;
  const lanes = lanesOf(policy, { from, to, since, late: jobs === "atLatest" });
  const continuous: Continuous | undefined = policy.continuous && { ...policy.continuous, since };
  const within = ({ places }: Scenario = {}) => ({
    lanes: places ? lanes.filter(({ place }) => places.includes(place)) : lanes,
    continuous: !places || places.includes("table") ? continuous : undefined,
  });
  return {
    policy,
    from: span.from,
    to: span.to,
    ...(span.since && { since: span.since }),
    jobs,
    lanes: lanes.map((lane) => forecastLane(lane, from)),
    pointsAt: (at) => pointsAt(lanes, at.getTime()),
    pointsDuring: (first, last) => pointsDuring(lanes, first.getTime(), last.getTime()),
    heldAt: (at) => heldAt(lanes, at.getTime()),
    newestUsable: (at, scenario) => {
      const time = at.getTime();
      const newest = newestSafe(within(scenario).lanes, { incident: time, noticed: time });
      return newest && { ...pointOf(newest.lane, newest.made), tier: tierOf(newest.lane, newest.made, time) };
    },
    loss: ({ incident, noticed }, scenario) => {
      const usable = within(scenario);
      return lossOf(usable.lanes, usable.continuous, {
        incident: incident.getTime(),
        noticed: noticed.getTime(),
      });
    },
    worstLoss: (noticedAfterDays, scenario) => {
      const usable = within(scenario);
      return worstLoss(usable.lanes, usable.continuous, { from, to, delay: noticedAfterDays * DAY });
    },
    restoreAt: (at, scenario) =>
      restoreAt(within(scenario).lanes, at.getTime(), { size, prices: policy.prices }),
    months: () => monthlyCosts({ policy, lanes, size, tableCount: tables.length, from, to, since, region }),
  };
}

function forecastLane(
  { rule, place, isCopy, keepDays, coldAfterDays, made }: Lane,
  from: number,
): ForecastLane {
  return {
    rule,
    place,
    isCopy,
    keepDays,
    ...(coldAfterDays !== undefined && { coldAfterDays }),
    made: made.length - made.findLastIndex((at) => at < from) - 1,
  };
}
