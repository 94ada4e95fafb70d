/** What is counted: one series of numbers. */
export interface MetricName {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
}

/** What came in within a minute, or an hour where it is old. `at`: epoch milliseconds of its beginning. */
export interface Bucket {
  at: number;
  sum: number;
  count: number;
  min: number;
  max: number;
}

export const minuteMs = 60_000;

export const keyOf = ({ namespace, name, dimensions }: MetricName): string =>
  JSON.stringify([
    namespace,
    name,
    Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1)),
  ]);

export const statistics = ["Sum", "Average", "Minimum", "Maximum", "SampleCount"] as const;
export type Statistic = (typeof statistics)[number];

export function statisticOf(bucket: Bucket, statistic: Statistic): number {
  const { sum, count, min, max } = bucket;
  return { Sum: sum, Average: sum / count, Minimum: min, Maximum: max, SampleCount: count }[statistic];
}

export const joined = (one: Bucket | undefined, other: Omit<Bucket, "at">, at: number): Bucket =>
  one
    ? {
        at,
        sum: one.sum + other.sum,
        count: one.count + other.count,
        min: Math.min(one.min, other.min),
        max: Math.max(one.max, other.max),
      }
    : { ...other, at };
