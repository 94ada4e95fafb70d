import { expect, it } from "vitest";
import { count, duration, list, percent } from "./words.ts";

const HOUR = 60 * 60_000;

it.each([
  [HOUR, "1 hour"],
  [27 * HOUR, "27 hours"],
  [48 * HOUR, "2 days"],
  [49 * HOUR, "2 days and 1 hour"],
  [1.5 * HOUR, "1 hour and 30 minutes"],
  [0, "0 hours"],
])("says %d milliseconds as %s", (milliseconds, words) => {
  expect(duration(milliseconds)).toBe(words);
});

it("counts one thing as one", () => {
  expect([count(1, "day"), count(0, "day"), count(2, "day")]).toEqual(["1 day", "0 days", "2 days"]);
});

it("says shares in hundredths", () => {
  expect([percent(0), percent(0.05), percent(0.0725), percent(1)]).toEqual(["0 %", "5 %", "7.25 %", "100 %"]);
});

it("joins as people do", () => {
  expect([list([]), list(["a"]), list(["a", "b"]), list(["a", "b", "c"])]).toEqual([
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});
