import { expect, test } from "vitest";
import type { Place } from "../../service.ts";
import { alarmOf } from "./alarm.ts";

const place: Place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const stat = { Metric: { Namespace: "Holdfast", MetricName: "proofTooOld" }, Stat: "Sum", Period: 60 };
const alarm = (expressions: Record<string, string>) =>
  alarmOf(
    {
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
      EvaluationPeriods: 1,
      Metrics: [
        ...Object.entries(expressions).map(([Id, Expression], index) => ({
          Id,
          Expression,
          ReturnData: index === 0,
        })),
        { Id: "m", MetricStat: stat, ReturnData: false },
      ],
    },
    "stale",
    place,
  );

test("works out an expression of other expressions", () => {
  expect(alarm({ twice: "once + once", once: "m + 1" }).value(() => 2)).toBe(6);
});

test("refuses expressions that depend on themselves, directly or not", () => {
  expect(() => alarm({ one: "one + m" })).toThrow("depends on itself");
  expect(() => alarm({ one: "other + m", other: "one + m" })).toThrow("depends on itself");
});
