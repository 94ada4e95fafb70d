import type { MetricName } from "../metric.ts";

interface Embedded {
  metric: MetricName;
  value: number;
  at: Date;
}

/**
 * The metrics that a line of a log carries in CloudWatch's embedded metric format; nothing where it carries none, or
 * isn't as it has to be: such a line stays a line.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(line: string): Embedded[] {
  if (!line.includes('"_aws"')) return [];
  const document = objectIn(line);
  const { Timestamp, CloudWatchMetrics } = Object(document?._aws);
  if (!document || typeof Timestamp !== "number" || !Array.isArray(CloudWatchMetrics)) return [];
  return CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) => {
    if (typeof Namespace !== "string" || !Array.isArray(Metrics)) return [];
    const sets: string[][] = Array.isArray(Dimensions) && Dimensions.length > 0 ? Dimensions : [[]];
    return Metrics.flatMap(({ Name }) =>
      [document[Name]].flat().flatMap((value) =>
        typeof value !== "number"
          ? []
          : sets.flatMap((names) => {
              const dimensions = dimensionsIn(document, names);
              const metric = dimensions && { namespace: Namespace, name: String(Name), dimensions };
              return metric ? [{ metric, value, at: new Date(Timestamp) }] : [];
            }),
      ),
    );
  });
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
