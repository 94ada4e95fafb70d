import { type Alarm, type AlarmState, breaches, comparisonWords } from "./alarm.ts";
import { type Bucket, joined, minuteMs, statisticOf } from "./metric.ts";

/** What an alarm looks at: the buckets of each of its metrics, by id. */
export type Data = Map<string, Bucket[]>;

export interface Point {
  at: number;
  value: number | undefined;
}

export interface Evaluated {
  /** Absent: it stays as it is. */
  state?: AlarmState;
  reason: string;
  points: Point[];
}

/**
 * CloudWatch asks for more points than it evaluates, and doesn't say how many: five where it evaluates three, in its
 * own example. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const rangeOf = ({ evaluationPeriods }: Alarm): number => evaluationPeriods + 2;

/**
 * The state of an alarm at a full minute. Its periods end there: an alarm is evaluated every minute, whatever its period.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function evaluate(alarm: Alarm, data: Data, at: number): Evaluated {
  const points = pointsOf(alarm, data, at);
  const real = points.filter((point): point is Point & { value: number } => point.value !== undefined);
  return { ...judge(alarm, points, real), points };
}

/** Oldest first. */
function pointsOf(alarm: Alarm, data: Data, at: number): Point[] {
  const periodMs = alarm.periodSeconds * 1000;
  const range = rangeOf(alarm);
  const start = at - range * periodMs;
  const byId = new Map<string, (number | undefined)[]>();
  for (const { id, statistic } of alarm.metrics) {
    const periods: (Bucket | undefined)[] = Array.from({ length: range });
    for (const bucket of data.get(id) ?? []) {
      const index = Math.floor((bucket.at - start) / periodMs);
      if (index >= 0 && index < range && bucket.at < at) periods[index] = joined(periods[index], bucket, 0);
    }
    byId.set(
      id,
      periods.map((bucket) => bucket && statisticOf(bucket, statistic)),
    );
  }
  return Array.from({ length: range }, (_, index) => ({
    at: start + index * periodMs,
    value: alarm.value((id) => byId.get(id)?.[index]),
  }));
}

function judge(
  alarm: Alarm,
  points: Point[],
  real: { at: number; value: number }[],
): Omit<Evaluated, "points"> {
  const { evaluationPeriods, datapointsToAlarm: needed, missingData } = alarm;
  const evaluated = real.slice(-evaluationPeriods);
  const breaching = evaluated.filter(({ value }) => breaches(alarm, value));
  const missing = evaluationPeriods - evaluated.length;
  const crossed = (state: AlarmState) => ({
    state,
    reason: crossedWords(alarm, evaluated, breaching.length, missing, state),
  });
  if (breaching.length >= needed) return crossed("ALARM");
  if (missing === 0 || missingData === "notBreaching") return crossed("OK");
  if (missingData === "breaching") return crossed(breaching.length + missing >= needed ? "ALARM" : "OK");
  if (breaching.length < evaluated.length) return crossed("OK");
  if (missingData === "ignore")
    return { reason: "Unchanged: there are too few datapoints, and missing ones are ignored" };
  // The oldest breaches, is old enough, and what came since is missing or breaches, too.
  const oldest = points.findIndex(({ value }) => value !== undefined);
  if (oldest >= 0 && points.length - oldest >= needed) return crossed("ALARM");
  return { state: "INSUFFICIENT_DATA", reason: "Insufficient Data: there are too few datapoints" };
}

/** In CloudWatch's words. */
function crossedWords(
  alarm: Alarm,
  evaluated: { at: number; value: number }[],
  breaching: number,
  missing: number,
  state: AlarmState,
): string {
  const { evaluationPeriods, datapointsToAlarm, missingData } = alarm;
  const than = `${comparisonWords(alarm)} the threshold (${decimal(alarm.threshold)})`;
  if (evaluated.length === 0) {
    const treated = {
      breaching: "Breaching",
      notBreaching: "NonBreaching",
      missing: "Missing",
      ignore: "Ignored",
    };
    return `Threshold Crossed: no datapoints were received for ${evaluationPeriods} period${evaluationPeriods === 1 ? "" : "s"} and ${missing} missing datapoint${missing === 1 ? " was" : "s were"} treated as [${treated[missingData]}].`;
  }
  const counted = state === "ALARM" ? Math.max(breaching, 1) : evaluated.length - breaching;
  const shown = evaluated
    .slice(-5)
    .toReversed()
    .map(({ at, value }) => `${decimal(value)} (${minuteOf(at)})`);
  const transition = state === "ALARM" ? "OK -> ALARM" : "ALARM -> OK";
  return `Threshold Crossed: ${counted} out of the last ${evaluationPeriods} datapoints [${shown.join(", ")}] ${counted === 1 ? "was" : "were"} ${state === "ALARM" ? "" : "not "}${than} (minimum ${datapointsToAlarm} datapoint${datapointsToAlarm === 1 ? "" : "s"} for ${transition} transition).`;
}

const decimal = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : String(value));

const minuteOf = (ms: number) => {
  const [date = "", time = ""] = new Date(ms).toISOString().split("T");
  const [year = "", month, day] = date.split("-");
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
};

const mostSteps = 500;

/**
 * The next full minute after `at` at which the alarm would come to another state, if nothing more came in; undefined
 * when it never would. It is found without looking at each minute: a datum only makes a difference when it enters a
 * period, and when it leaves the last.
 */
export function nextChange(alarm: Alarm, data: Data, at: number, state: AlarmState): number | undefined {
  const periodMs = alarm.periodSeconds * 1000;
  const longest = rangeOf(alarm) * periodMs;
  const times = [...new Set([...data.values()].flat().map((bucket) => bucket.at + minuteMs))];
  let now = at;
  for (let step = 0; step < mostSteps; step++) {
    let next = Infinity;
    for (const time of times) {
      const entering = time > now ? time : time + (Math.floor((now - time) / periodMs) + 1) * periodMs;
      if (entering - time <= longest && entering < next) next = entering;
    }
    if (next === Infinity) return undefined;
    now = next;
    const then = evaluate(alarm, data, now).state;
    if (then !== undefined && then !== state) return now;
  }
  return now;
}
