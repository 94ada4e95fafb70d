import { expect, test } from "vitest";
import { embeddedMetrics } from "./embedded.ts";

const line = (metadata: unknown) => JSON.stringify({ _aws: metadata, service: "verifier", proofTooOld: 2 });
const metrics = (changes: object = {}) => [
  { Namespace: "Holdfast", Dimensions: [["service"]], Metrics: [{ Name: "proofTooOld" }], ...changes },
];

test("finds a metric with its dimensions and its time", () => {
  expect(embeddedMetrics(line({ Timestamp: 1000, CloudWatchMetrics: metrics() }))).toEqual([
    {
      metric: { namespace: "Holdfast", name: "proofTooOld", dimensions: { service: "verifier" } },
      value: 2,
      at: new Date(1000),
    },
  ]);
});

test.each([
  ["no metadata", null],
  ["a set of nothing", { Timestamp: 1, CloudWatchMetrics: [null] }],
  ["a metric of nothing", { Timestamp: 1, CloudWatchMetrics: metrics({ Metrics: [null] }) }],
  [
    "dimensions that are no list of lists",
    { Timestamp: 1, CloudWatchMetrics: metrics({ Dimensions: ["service"] }) },
  ],
  ["a time that is none", { Timestamp: 1e300, CloudWatchMetrics: metrics() }],
  [
    "dimensions that the line doesn't have",
    { Timestamp: 1, CloudWatchMetrics: metrics({ Dimensions: [["stage"]] }) },
  ],
])("lets a line with %s be a line", (_, metadata) => {
  expect(embeddedMetrics(line(metadata))).toEqual([]);
});
