import { type Bucket, joined, type MetricName } from "./metric.ts";
import type { Metrics } from "./metrics.ts";

/** A metric by periods that begin with the start; only those with a value, in order. */
export function inPeriods(
  metrics: Pick<Metrics, "between">,
  metric: MetricName,
  { from, to, seconds }: { from: Date; to: Date; seconds: number },
): Bucket[] {
  // CloudWatch rounds the start down to the minute.
  const start = from.getTime() - (from.getTime() % 60_000);
  const periods = new Map<number, Bucket>();
  for (const bucket of metrics.between(metric, start, to.getTime())) {
    const at = start + Math.floor((bucket.at - start) / (seconds * 1000)) * seconds * 1000;
    periods.set(at, joined(periods.get(at), bucket, at));
  }
  return [...periods.values()];
}
