import { expect, it } from "vitest";
import { saidBy } from "../testing.ts";

it("refuses a plan without rules", () => {
  expect(saidBy("some-rule", { rules: {} })).toEqual(["rules is {}; allowed: at least one rule"]);
});

it("takes a plan with one", () => {
  expect(saidBy("some-rule", {})).toEqual([]);
});
