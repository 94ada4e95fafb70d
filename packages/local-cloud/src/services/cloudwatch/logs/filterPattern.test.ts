import { expect, it } from "vitest";
import { filterPattern } from "./filterPattern.ts";

const line = JSON.stringify({ verdict: "PASSED", table: "Item", n: 3, inner: { list: ["x"] }, no: null });

it.each([
  ['{ $.verdict = "PASSED" }', true],
  ['{ $.verdict = "PASS*" }', true],
  ['{ $.verdict != "PASSED" }', false],
  ['{ $.verdict = "FAILED" || $.n >= 3 }', true],
  ['{ $.verdict = "PASSED" && ($.n < 3) }', false],
  ['{ $.inner.list[0] = "x" }', true],
  ["{ $.no IS NULL }", true],
  ['{ $.missing = "x" }', false],
  ["PASSED Item", true],
  ["PASSED -Item", false],
  ['"PASSED","table"', true],
  ["", true],
])("%s: %s", (pattern, matches) => {
  expect(filterPattern(pattern)(line)).toBe(matches);
});

it("takes a line that is no JSON for none that a comparison fits", () => {
  expect(filterPattern('{ $.verdict = "PASSED" }')("PASSED")).toBe(false);
});

it.each(["[ip, user]", "%regular%", "{ $.verdict }"])("refuses %s, which isn't known", (pattern) => {
  expect(() => filterPattern(pattern)).toThrow("filter patterns");
});
