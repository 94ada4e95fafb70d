import * as v from "valibot";
import { AwsError } from "../../../errors.ts";
import type { Bucket } from "../metric.ts";
import { dimensions, operation, time } from "../operation.ts";

const Datum = v.object({
  MetricName: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  Dimensions: dimensions,
  Timestamp: v.optional(time),
  Value: v.optional(v.number()),
  Values: v.optional(v.pipe(v.array(v.number()), v.maxLength(150))),
  Counts: v.optional(v.array(v.number())),
  StatisticValues: v.optional(
    v.object({ SampleCount: v.number(), Sum: v.number(), Minimum: v.number(), Maximum: v.number() }),
  ),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export const putMetricData = operation(
  v.object({
    Namespace: v.pipe(v.string(), v.regex(/^[^:].*$/), v.minLength(1), v.maxLength(255)),
    MetricData: v.pipe(v.array(Datum), v.maxLength(1000)),
  }),
  ({ Namespace: namespace, MetricData }, { metrics, clock }) => {
    if (namespace.startsWith("AWS/")) {
      throw new AwsError("InvalidParameterValue", `The value AWS/ for parameter Namespace is invalid.`);
    }
    const now = clock.now().getTime();
    for (const { Timestamp } of MetricData) {
      // Up to two weeks old, and two hours ahead.
      const ms = Timestamp?.getTime() ?? now;
      if (ms < now - 14 * 86_400_000 || ms > now + 2 * 3_600_000) {
        throw new AwsError(
          "InvalidParameterValue",
          "The parameter MetricData.member.Timestamp must be within two weeks ago and two hours from now.",
        );
      }
    }
    for (const datum of MetricData) {
      const metric = { namespace, name: datum.MetricName, dimensions: datum.Dimensions };
      metrics.put(metric, valuesOf(datum), datum.Timestamp ?? clock.now());
    }
    return {};
  },
);

function valuesOf(datum: v.InferOutput<typeof Datum>): Omit<Bucket, "at"> {
  const { Value, Values, Counts, StatisticValues, MetricName } = datum;
  if (StatisticValues) {
    const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = StatisticValues;
    return { count, sum, min, max };
  }
  const values = Values ?? (Value === undefined ? [] : [Value]);
  if (values.length === 0) {
    throw new AwsError(
      "MissingParameter",
      `The metric ${MetricName} has neither Value, Values nor StatisticValues.`,
    );
  }
  const counts = values.map((_, at) => (Values && Counts?.[at]) ?? 1);
  return {
    count: counts.reduce((sum, count) => sum + count, 0),
    sum: values.reduce((sum, value, at) => sum + value * counts[at]!, 0),
    min: Math.min(...values),
    max: Math.max(...values),
  };
}
