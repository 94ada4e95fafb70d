import { expect, it } from "vitest";
import { rule, saidBy } from "../testing.ts";

const said = (startWindowMinutes: number, completionWindowMinutes?: number) =>
  saidBy("completion-window-60-minutes-longer", {
    rules: { daily: rule({ startWindowMinutes, completionWindowMinutes }) },
  });

it("refuses a window that is less than 60 minutes longer", () => {
  expect(said(60, 119)).toEqual([
    "rules.daily.completionWindowMinutes is 119; allowed: 120 or more, as startWindowMinutes is 60",
  ]);
  expect(said(480, 60)).toHaveLength(1);
});

it("takes one that is 60 minutes longer, and AWS's own of 7 days", () => {
  expect(said(60, 120)).toEqual([]);
  expect(said(480)).toEqual([]);
});
