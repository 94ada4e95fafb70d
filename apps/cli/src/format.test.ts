import { expect, it } from "vitest";
import { age, moment, seconds, size } from "./format.ts";

it.each([
  [undefined, ""],
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [1536, "1.5 kB"],
  [9949, "9.9 kB"],
  [9999, "10 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [2.5e12, "2.5 TB"],
  [5e15, "5000 TB"],
])("shows %s bytes as %s", (bytes, text) => {
  expect(size(bytes)).toBe(text);
});

it.each([
  ["2026-01-01T00:00:00Z", "0 s"],
  ["2025-12-31T23:59:01Z", "59 s"],
  ["2025-12-31T23:59:00Z", "1 minute"],
  ["2025-12-31T22:00:01Z", "1 hour"],
  ["2025-12-30T00:00:00Z", "2 days"],
  ["2026-01-01T00:00:05Z", "0 s"],
])("gives the age of %s as %s", (since, text) => {
  expect(age(new Date(since), new Date("2026-01-01T00:00:00Z"))).toBe(text);
});

it("shows moments in UTC to the second", () => {
  expect(moment(new Date("2026-01-02T03:04:05.678Z"))).toBe("2026-01-02 03:04:05Z");
});

it.each([
  [0, "under a second"],
  [0.34, "340 ms"],
  [1.44, "1.4 s"],
])("shows %s seconds as %j", (count, text) => {
  expect(seconds(count)).toBe(text);
});
