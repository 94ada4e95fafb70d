import * as v from "valibot";
import { AwsError } from "../../../errors.ts";
import { expression } from "../expression.ts";
import { statisticOf } from "../metric.ts";
import { dimensions, operation, period, statistic, time } from "../operation.ts";
import { inPeriods } from "../periods.ts";

const Query = v.object({
  Id: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9_]*$/)),
  Expression: v.optional(v.string()),
  Label: v.optional(v.string()),
  ReturnData: v.optional(v.boolean(), true),
  MetricStat: v.optional(
    v.object({
      Metric: v.object({ Namespace: v.string(), MetricName: v.string(), Dimensions: dimensions }),
      Period: period,
      Stat: statistic,
    }),
  ),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const getMetricData = operation(
  v.object({
    MetricDataQueries: v.pipe(v.array(Query), v.minLength(1), v.maxLength(500)),
    StartTime: time,
    EndTime: time,
    ScanBy: v.optional(v.picklist(["TimestampAscending", "TimestampDescending"]), "TimestampDescending"),
  }),
  ({ MetricDataQueries, StartTime: from, EndTime: to, ScanBy }, { metrics }) => {
    const series = new Map<string, Map<number, number>>();
    for (const { Id, MetricStat } of MetricDataQueries) {
      if (!MetricStat) continue;
      const { Namespace: namespace, MetricName: name, Dimensions } = MetricStat.Metric;
      const buckets = inPeriods(
        metrics,
        { namespace, name, dimensions: Dimensions },
        { from, to, seconds: MetricStat.Period },
      );
      series.set(Id, new Map(buckets.map((bucket) => [bucket.at, statisticOf(bucket, MetricStat.Stat)])));
    }
    const times = [...new Set([...series.values()].flatMap((values) => [...values.keys()]))];
    for (const { Id, Expression } of MetricDataQueries) {
      if (Expression === undefined) continue;
      const math = expression(Expression);
      const unknown = math.ids.find((id) => !series.has(id));
      if (unknown)
        throw new AwsError(
          "ValidationError",
          `The expression of ${Id} names ${unknown}, which isn't there before it.`,
        );
      const values = times.map((at) => [at, math.at((id) => series.get(id)?.get(at))] as const);
      series.set(Id, new Map(values.filter((entry): entry is [number, number] => entry[1] !== undefined)));
    }
    const direction = ScanBy === "TimestampAscending" ? 1 : -1;
    return {
      MetricDataResults: MetricDataQueries.filter(({ ReturnData }) => ReturnData).map(
        ({ Id, Label, MetricStat }) => {
          const points = [...series.get(Id)!].sort(([one], [other]) => direction * (one - other));
          return {
            Id,
            Label: Label ?? MetricStat?.Metric.MetricName ?? Id,
            Timestamps: points.map(([at]) => at / 1000),
            Values: points.map(([, value]) => value),
            StatusCode: "Complete",
          };
        },
      ),
    };
  },
);
