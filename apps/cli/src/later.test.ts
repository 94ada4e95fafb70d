import { expect, it } from "vitest";
import { dateOf, later } from "./later.ts";

const from = new Date("2026-11-25T10:00:00Z");

it.each([
  ["90d", "2027-02-23T10:00:00.000Z"],
  ["2w", "2026-12-09T10:00:00.000Z"],
  ["12h", "2026-11-25T22:00:00.000Z"],
  ["30m", "2026-11-25T10:30:00.000Z"],
  ["1d12h30m", "2026-11-26T22:30:00.000Z"],
  ["3mo", "2027-02-25T10:00:00.000Z"],
  ["1y", "2027-11-25T10:00:00.000Z"],
  ["P90D", "2027-02-23T10:00:00.000Z"],
  ["P1Y2M10DT2H30M", "2028-02-04T12:30:00.000Z"],
  ["PT36H", "2026-11-26T22:00:00.000Z"],
  ["P2W", "2026-12-09T10:00:00.000Z"],
  ["p1d", "2026-11-26T10:00:00.000Z"],
])("%s later", (duration, expected) => {
  expect(later(from, duration)?.toISOString()).toBe(expected);
});

it.each(["", "P", "PT", "0d", "90", "d", "90 days", "-1d", "1.5d", "12h1d", "P1H", "tomorrow"])(
  "takes %j for no duration",
  (duration) => {
    expect(later(from, duration)).toBeUndefined();
  },
);

it("ends a month where it has no such day", () => {
  expect(later(new Date("2027-01-31T05:00:00Z"), "1mo")?.toISOString()).toBe("2027-02-28T05:00:00.000Z");
  expect(later(new Date("2028-02-29T05:00:00Z"), "1y")?.toISOString()).toBe("2029-02-28T05:00:00.000Z");
});

it.each([
  ["2027-01-01", "2027-01-01T00:00:00.000Z"],
  ["2027-01-01T05:00", "2027-01-01T05:00:00.000Z"],
  ["2027-01-01 05:00:30", "2027-01-01T05:00:30.000Z"],
  ["2027-01-01T05:00:00.250Z", "2027-01-01T05:00:00.250Z"],
  ["2027-01-01T05:00+02:00", "2027-01-01T03:00:00.000Z"],
])("reads %s as a date", (text, expected) => {
  expect(dateOf(text)?.toISOString()).toBe(expected);
});

it.each(["", "2027", "01/02/2027", "2027-13-01", "2027-04-31", "2027-01-01T25:00", "2027-01-01T05:00 CET"])(
  "takes %j for no date",
  (text) => {
    expect(dateOf(text)).toBeUndefined();
  },
);
