import * as v from "valibot";
import { AwsError } from "../../../errors.ts";
import { statisticOf } from "../metric.ts";
import { dimensions, operation, period, statistic, time } from "../operation.ts";
import { inPeriods } from "../periods.ts";

const mostDatapoints = 1440;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export const getMetricStatistics = operation(
  v.object({
    Namespace: v.string(),
    MetricName: v.string(),
    Dimensions: dimensions,
    StartTime: time,
    EndTime: time,
    Period: period,
    Statistics: v.pipe(v.array(statistic), v.minLength(1)),
  }),
  (input, { metrics }) => {
    const { StartTime, EndTime, Period, Statistics } = input;
    if (StartTime >= EndTime) {
      throw new AwsError(
        "InvalidParameterValue",
        "The parameter StartTime must be less than the parameter EndTime.",
      );
    }
    const asked = Math.ceil((EndTime.getTime() - StartTime.getTime()) / (Period * 1000));
    if (asked > mostDatapoints) {
      throw new AwsError(
        "InvalidParameterCombination",
        `You have requested up to ${asked} datapoints, which exceeds the limit of ${mostDatapoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
      );
    }
    const metric = { namespace: input.Namespace, name: input.MetricName, dimensions: input.Dimensions };
    const buckets = inPeriods(metrics, metric, { from: StartTime, to: EndTime, seconds: Period });
    return {
      Label: input.MetricName,
      Datapoints: buckets.map((bucket) => ({
        Timestamp: bucket.at / 1000,
        Unit: "None",
        ...Object.fromEntries(Statistics.map((name) => [name, statisticOf(bucket, name)])),
      })),
    };
  },
);
