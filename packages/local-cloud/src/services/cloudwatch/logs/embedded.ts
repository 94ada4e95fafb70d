import * as v from "valibot";
import type { MetricName } from "../metric.ts";

interface Embedded {
  metric: MetricName;
  value: number;
  at: Date;
}

const Metadata = v.object({
  /** What a Date can't say is no time. */
  Timestamp: v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15)),
  CloudWatchMetrics: v.array(
    v.object({
      Namespace: v.string(),
      Dimensions: v.optional(v.array(v.array(v.string())), []),
      Metrics: v.array(v.object({ Name: v.string() })),
    }),
  ),
});

/**
 * The metrics that a line of a log carries in CloudWatch's embedded metric format; nothing where it carries none, or
 * isn't as it has to be: such a line stays a line.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(line: string): Embedded[] {
  if (!line.includes('"_aws"')) return [];
  const document = objectIn(line);
  const parsed = v.safeParse(Metadata, document?._aws);
  if (!document || !parsed.success) return [];
  const { Timestamp, CloudWatchMetrics } = parsed.output;
  return CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name: name }) =>
      [document[name]].flat().flatMap((value) =>
        typeof value !== "number"
          ? []
          : (Dimensions.length > 0 ? Dimensions : [[]]).flatMap((names) => {
              const dimensions = dimensionsIn(document, names);
              const metric = dimensions && { namespace, name, dimensions };
              return metric ? [{ metric, value, at: new Date(Timestamp) }] : [];
            }),
      ),
    ),
  );
}

function dimensionsIn(
  document: Record<string, unknown>,
  names: string[],
): Record<string, string> | undefined {
  const pairs = names.map((name) => [name, document[name]] as const);
  if (pairs.some(([, value]) => typeof value !== "string")) return undefined;
  return Object.fromEntries(pairs) as Record<string, string>;
}

export function objectIn(line: string): Record<string, any> | undefined {
  if (!line.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
