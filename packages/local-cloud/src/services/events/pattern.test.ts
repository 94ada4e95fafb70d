import { expect, test } from "vitest";
import { matches } from "./pattern.ts";

const event = {
  source: "aws.backup",
  "detail-type": "Backup Job State Change",
  resources: ["arn:aws:backup:us-east-1:123456789012:recovery-point:1"],
  detail: { state: "COMPLETED", resourceType: "DynamoDB", percentDone: 100 },
};

test.each<[string, Record<string, unknown>]>([
  ["one of the values", { source: ["aws.s3", "aws.backup"] }],
  ["nested fields", { detail: { state: ["COMPLETED"], resourceType: ["DynamoDB"] } }],
  ["a prefix inside a list", { resources: [{ prefix: "arn:aws:backup:" }] }],
  ["a field that is absent", { detail: { statusMessage: [{ exists: false }] } }],
  ["anything but", { detail: { state: [{ "anything-but": ["FAILED", "ABORTED"] }] } }],
  ["a numeric range", { detail: { percentDone: [{ numeric: [">", 0, "<=", 100] }] } }],
  ["either of two", { detail: { $or: [{ state: ["FAILED"] }, { percentDone: [100] }] } }],
])("matches %s", (_, pattern) => {
  expect(matches(pattern, event)).toBe(true);
});

test.each<[string, Record<string, unknown>]>([
  ["another value", { source: ["aws.s3"] }],
  ["a field the event lacks: backup jobs have `state`, not `status`", { detail: { status: ["COMPLETED"] } }],
  ["a field inside something that isn't there", { detail: { nothing: { here: ["x"] } } }],
  ["anything but, on an absent field", { detail: { status: [{ "anything-but": "FAILED" }] } }],
  ["a number outside the range", { detail: { percentDone: [{ numeric: ["<", 100] }] } }],
])("doesn't match %s", (_, pattern) => {
  expect(matches(pattern, event)).toBe(false);
});

test("refuses a comparison it doesn't know, by name", () => {
  expect(() => matches({ source: [{ cidr: "10.0.0.0/24" }] }, event)).toThrow('"cidr"');
});
