import * as v from "valibot";
import { operation, shownDimensions } from "../operation.ts";

export const listMetrics = operation(
  v.object({
    Namespace: v.optional(v.string()),
    MetricName: v.optional(v.string()),
    Dimensions: v.optional(v.array(v.object({ Name: v.string(), Value: v.optional(v.string()) })), []),
  }),
  ({ Namespace, MetricName, Dimensions }, { metrics }) => ({
    Metrics: metrics
      .list()
      .filter(
        ({ namespace, name, dimensions }) =>
          (Namespace ?? namespace) === namespace &&
          (MetricName ?? name) === name &&
          Dimensions.every(
            ({ Name, Value }) => Name in dimensions && (Value ?? dimensions[Name]) === dimensions[Name],
          ),
      )
      .map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: shownDimensions(dimensions),
      })),
  }),
);
