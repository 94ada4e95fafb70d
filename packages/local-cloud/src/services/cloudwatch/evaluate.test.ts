import { describe, expect, it } from "vitest";
import { alarmOf, type MissingData } from "./alarm.ts";
import { type Data, evaluate, nextChange } from "./evaluate.ts";
import { minuteMs } from "./metric.ts";

const place = { accountId: "123456789012", region: "us-east-1", partition: "aws" } as const;

const alarm = (properties: object = {}) =>
  alarmOf(
    {
      Namespace: "N",
      MetricName: "M",
      Statistic: "Sum",
      Period: 300,
      EvaluationPeriods: 3,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      ...properties,
    },
    "alarm",
    place,
  );

const now = Date.parse("2026-11-25T10:00:00Z");

/** A row of AWS's tables: `0` is within the threshold, `X` breaches it, `-` is missing; the newest comes last. */
function points(row: string): Data {
  const all = row.split(" ");
  const buckets = all.flatMap((point, index) => {
    const at = now - (all.length - index) * 5 * minuteMs;
    const value = point === "X" ? 1 : 0;
    return point === "-" ? [] : [{ at, sum: value, count: 1, min: value, max: value }];
  });
  return new Map([["m", buckets]]);
}

const kept = undefined;

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
// The columns: missing, ignore, breaching, notBreaching.
describe("all of three datapoints", () => {
  it.each([
    ["0 - X - X", ["OK", "OK", "OK", "OK"]],
    ["0 - - - -", ["OK", "OK", "OK", "OK"]],
    ["- - - - -", ["INSUFFICIENT_DATA", kept, "ALARM", "OK"]],
    ["0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["- - - - X", ["INSUFFICIENT_DATA", kept, "ALARM", "OK"]],
    ["X - - - -", ["ALARM", kept, "ALARM", "OK"]],
  ])("%s", (row, states) => expect(states4(row, {})).toEqual(states));
});

describe("two of three datapoints", () => {
  it.each([
    ["0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["0 - X - -", ["OK", "OK", "ALARM", "OK"]],
    ["- - - - 0", ["OK", "OK", "ALARM", "OK"]],
    ["- - - - X", ["INSUFFICIENT_DATA", kept, "ALARM", "OK"]],
  ])("%s", (row, states) => expect(states4(row, { DatapointsToAlarm: 2 })).toEqual(states));
});

function states4(row: string, properties: object) {
  const all: MissingData[] = ["missing", "ignore", "breaching", "notBreaching"];
  return all.map(
    (TreatMissingData) => evaluate(alarm({ ...properties, TreatMissingData }), points(row), now).state,
  );
}

describe("nextChange", () => {
  const bucket = (at: number) => ({ at, sum: 1, count: 1, min: 1, max: 1 });
  const absence = alarm({
    Period: 3600,
    EvaluationPeriods: 26,
    Threshold: 1,
    ComparisonOperator: "LessThanThreshold",
    TreatMissingData: "breaching",
  });

  it("finds the minute at which the last sign of life grows too old", () => {
    const data = new Map([["m", [bucket(now)]]]);
    const change = nextChange(absence, data, now + minuteMs, "OK")!;
    expect(evaluate(absence, data, change - minuteMs).state).toBe("OK");
    expect(evaluate(absence, data, change).state).toBe("ALARM");
    expect(change - now).toBe(28 * 3_600_000 + minuteMs);
  });

  it("finds nothing where nothing would change", () => {
    expect(nextChange(absence, new Map([["m", []]]), now, "ALARM")).toBeUndefined();
  });

  it("misses no change that an evaluation of each minute would see", () => {
    const some = [0, 7, 8, 19, 40, 41].map((minute) => bucket(now + minute * minuteMs));
    for (const properties of [
      {},
      { DatapointsToAlarm: 2, TreatMissingData: "breaching" },
      { EvaluationPeriods: 1 },
    ]) {
      const one = alarm(properties);
      const data: Data = new Map([["m", some]]);
      const walked: string[] = [];
      let state = evaluate(one, data, now).state ?? "OK";
      for (let at = now; at < now + 120 * minuteMs; at += minuteMs) {
        const next = evaluate(one, data, at).state;
        if (next && next !== state) walked.push(`${(at - now) / minuteMs} ${next}`);
        state = next ?? state;
      }
      const jumped: string[] = [];
      state = evaluate(one, data, now).state ?? "OK";
      for (let at = nextChange(one, data, now, state); at; at = nextChange(one, data, at, state)) {
        state = evaluate(one, data, at).state ?? state;
        jumped.push(`${(at - now) / minuteMs} ${state}`);
      }
      expect(jumped).toEqual(walked);
    }
  });
});

it("says why, as CloudWatch does", () => {
  const one = alarm({ EvaluationPeriods: 1, TreatMissingData: "breaching" });
  expect(evaluate(one, points("X"), now).reason).toBe(
    "Threshold Crossed: 1 out of the last 1 datapoints [1.0 (25/11/26 09:55:00)] was greater than the threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).",
  );
  expect(evaluate(one, points("-"), now).reason).toBe(
    "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].",
  );
});
