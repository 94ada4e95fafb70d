import { expect, it } from "vitest";
import { expression } from "./expression.ts";

const values: Record<string, number> = { a: 2, b: 3 };

it.each([
  ["a + b * 2", 8],
  ["(a + b) * 2 - 1", 9],
  ["-a / 4", -0.5],
  ["a / 0", undefined],
  ["a + none", undefined],
  ["SUM([a, b, none])", 5],
  ["SUM([none])", undefined],
  ["MAX([a, b]) - MIN([a, b])", 1],
  ["AVG([a, b])", 2.5],
  ["FILL(none, 0) + FILL(a, 0)", 2],
])("%s is %s", (text, result) => {
  expect(expression(text).at((id) => values[id])).toBe(result);
});

it.each(["ANOMALY_DETECTION_BAND(a, 2)", "a +", "[a]", "SUM(a)", "a > b", "METRICS()", "a b", "FILL(a)"])(
  "refuses %s, which it can't work out",
  (text) => {
    expect(() => expression(text)).toThrow();
  },
);
