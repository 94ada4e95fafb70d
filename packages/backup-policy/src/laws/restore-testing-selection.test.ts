import { expect, it } from "vitest";
import { byTable, byTag, tagIs, tagIsLike, tagIsNot, tagIsNotLike } from "../protect.ts";
import type { PolicyInput } from "../schema.ts";
import { policyInput, saidBy } from "../testing.ts";
import { ownRestores, restoreTesting } from "../verification.ts";

const said = (protect: PolicyInput["protect"], by = restoreTesting({ startWindowHours: 8 })) =>
  saidBy("restore-testing-selection", { protect, verification: { ...policyInput().verification, by } });
const table = (name: string | number) => `arn:aws:dynamodb:us-east-1:123456789012:table/t${name}`;
const tables = (count: number) => byTable(...Array.from({ length: count }, (_, i) => table(i)));

it("refuses tags that are only alike", () => {
  const where = [tagIs("a", "b"), tagIsLike("team", "p*"), tagIsNotLike("team", "q*")];
  expect(said([byTag("backup", "on", { where })])).toEqual([
    'protect.0.where.1.operator is "like"; allowed: equals or notEquals, as verification.by is restoreTesting(…)',
    'protect.0.where.2.operator is "notLike"; allowed: equals or notEquals, as verification.by is restoreTesting(…)',
  ]);
});

it("refuses tables by a part of their ARN, and more than 30 of them", () => {
  expect(said([byTable(table("*"))])).toEqual([
    `protect.0.arns.0 is "${table("*")}"; allowed: a whole ARN, without *, as verification.by is restoreTesting(…)`,
  ]);
  expect(said([tables(30)])).toEqual([]);
  expect(said([tables(31)])[0]).toContain("protect.0.arns is 31; allowed: at most 30 tables");
});

it("refuses more than 30 entries", () => {
  const entries = (count: number) => Array.from({ length: count }, (_, i) => byTag("backup", `${i}`));
  expect(said(entries(30))).toEqual([]);
  expect(said(entries(31))[0]).toContain("protect is 31; allowed: at most 30 entries");
});

it("takes tags that are equal or not, and anything where own restores verify", () => {
  expect(said([byTag("backup", "on", { where: [tagIs("a", "b"), tagIsNot("c", "d")] })])).toEqual([]);
  expect(said([byTable(table("*"))], ownRestores())).toEqual([]);
});
