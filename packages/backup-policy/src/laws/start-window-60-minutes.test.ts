import { expect, it } from "vitest";
import { rule, saidBy } from "../testing.ts";

const said = (startWindowMinutes: number) =>
  saidBy("start-window-60-minutes", { rules: { daily: rule({ startWindowMinutes }) } });

it("refuses less than 60 minutes", () => {
  expect(said(59)).toEqual(["rules.daily.startWindowMinutes is 59; allowed: 60 or more"]);
});

it("takes 60 minutes", () => {
  expect(said(60)).toEqual([]);
});
