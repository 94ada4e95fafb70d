import type { ResourceHandler, ResourceRemover } from "../../../service.ts";
import type { Metrics } from "../metrics.ts";
import { embeddedMetrics, objectIn } from "./embedded.ts";
import { filterPattern, valueAt } from "./filterPattern.ts";

interface MetricFilter {
  logGroup: string;
  matches(line: string): boolean;
  transformations: Transformation[];
}

interface Transformation {
  MetricName: string;
  MetricNamespace: string;
  MetricValue: string;
  Dimensions?: { Key: string; Value: string }[];
}

export interface MetricFilters {
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  /** Counts what a line of a log says: by its own metrics, and by the filters of its group. */
  read(logGroup: string, line: string): void;
}

/** Metrics out of logs. */
export function createMetricFilters(metrics: Pick<Metrics, "put">): MetricFilters {
  const filters = new Map<string, MetricFilter>();
  return {
    read(logGroup, line) {
      for (const { metric, value, at } of embeddedMetrics(line)) metrics.put(metric, value, at);
      for (const filter of filters.values()) {
        if (filter.logGroup !== logGroup || !filter.matches(line)) continue;
        for (const transformation of filter.transformations) count(transformation, line);
      }
    },
    resources: {
      async "AWS::Logs::MetricFilter"({ properties, physicalId, stackName, logicalId }) {
        filters.set(`${stackName}/${logicalId}`, {
          logGroup: properties.LogGroupName,
          matches: filterPattern(properties.FilterPattern ?? ""),
          transformations: properties.MetricTransformations ?? [],
        });
        return { ref: properties.FilterName ?? physicalId };
      },
    },
    removers: { "AWS::Logs::MetricFilter": async ({ source }) => void filters.delete(source) },
  };

  /** A line that lacks a dimension is counted without it: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
  function count(
    { MetricName, MetricNamespace, MetricValue, Dimensions = [] }: Transformation,
    line: string,
  ): void {
    const document = objectIn(line) ?? {};
    const read = (text: string) => (text.startsWith("$") ? valueAt(document, text) : text);
    const value = Number(read(String(MetricValue)));
    if (!Number.isFinite(value)) return;
    const pairs = Dimensions.map(({ Key, Value }) => [Key, read(Value)] as const);
    const dimensions = pairs.some(([, found]) => found === undefined)
      ? {}
      : Object.fromEntries(pairs.map(([key, found]) => [key, String(found)]));
    metrics.put({ namespace: MetricNamespace, name: MetricName, dimensions }, value);
  }
}
