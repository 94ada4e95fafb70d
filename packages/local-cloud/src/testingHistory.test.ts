import { expect, it } from "vitest";
import { createHistory } from "./testingHistory.ts";

it("allows what a reader can have found, and nothing else", () => {
  const item = createHistory();
  item.begin("a", 10).answered(20);
  item.begin("b", 30).answered(40);
  item.begin(undefined, 50).answered(60);

  const allowed = (from: number, to: number) =>
    ["a", "b", undefined].filter((value) => item.allows(value, from, to));
  expect(allowed(5, 9)).toEqual([undefined]);
  expect(allowed(21, 29)).toEqual(["a"]);
  expect(allowed(35, 36)).toEqual(["a", "b"]);
  expect(allowed(41, 49)).toEqual(["b"]);
  expect(allowed(61, 70)).toEqual([undefined]);
  expect(allowed(20, 60)).toEqual(["a", "b", undefined]);
});

it("takes a write that wasn't answered as done or not, as it is found, and for good", () => {
  for (const found of ["a", "b"]) {
    const item = createHistory();
    item.begin("a", 10).answered(20);
    item.begin("b", 30);
    expect(item.settle(found, 45)).toBe(true);
    expect(item.settle(found === "a" ? "b" : "a", 45)).toBe(false);
    expect(item.allows("b", 35, 40)).toBe(found === "b");
    expect(item.allows("a", 46, 50)).toBe(found === "a");
  }
});

it("refuses that an answered write is lost", () => {
  const item = createHistory();
  item.begin("a", 10).answered(20);
  item.begin("b", 30).answered(40);
  expect(["a", undefined, "c"].map((value) => item.settle(value, 50))).toEqual([false, false, false]);
  expect(item.settle("b", 50)).toBe(true);
});
