import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAge, formatBytes, formatCount, formatSeconds } from "./format.ts";

const now = Date.parse("2026-03-10T12:00:00Z");

describe("formatAge", () => {
  it.each([
    ["2026-03-10T12:00:05Z", "just now"],
    ["2026-03-10T11:59:01Z", "just now"],
    ["2026-03-10T11:59:00Z", "1 minute ago"],
    ["2026-03-10T09:30:00Z", "2 hours ago"],
    ["2026-03-08T11:00:00Z", "2 days ago"],
  ])("calls %s %j", (iso, age) => {
    expect(formatAge(iso, now)).toBe(age);
  });
});

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [14_240, "14 kB"],
    [3_000_000_000, "3.0 GB"],
    [2.5e15, "2500 TB"],
    [null, "size unknown"],
  ])("writes %s as %j", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it("keeps the figure under 1,000 up to a petabyte", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_000_000_000_000 }), (bytes) => {
        expect(Number.parseFloat(formatBytes(bytes).replace(",", ""))).toBeLessThanOrEqual(1000);
      }),
    );
  });
});

describe("formatSeconds", () => {
  it.each([
    [0, "under a second"],
    [0.42, "420 ms"],
    [1.44, "1.4 s"],
    [42.4, "42 s"],
    [59.6, "1 min 0 s"],
    [185, "3 min 5 s"],
    [3720, "1 h 2 min"],
  ])("writes %d as %j", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

describe("formatCount", () => {
  it.each([
    [1, "1 item"],
    [0, "0 items"],
    [1200, "1,200 items"],
  ])("counts %d", (count, text) => {
    expect(formatCount(count, "item")).toBe(text);
  });
});
