import { expect, it } from "vitest";
import { toAccount, toRegion } from "../rules/copies.ts";
import { days } from "../rules/duration.ts";
import { rule, saidBy } from "../testing.ts";

const elsewhere = toAccount("210987654321", { region: "us-east-1", vault: "archive", keep: days(35) });
const said = (copy: typeof elsewhere, sameOrganization?: boolean) =>
  saidBy("copies-between-accounts-need-organization", {
    assumptions: { advancedDynamoDb: true, sameOrganization },
    rules: { daily: rule({ copies: [copy] }) },
  });

it("refuses a copy to another account unless both are said to be in one organization", () => {
  expect(said(elsewhere)).toEqual([
    'rules.daily.copies.0.to.accountId is "210987654321"; allowed: nothing, unless assumptions.sameOrganization is true',
  ]);
  expect(said(elsewhere, true)).toEqual([]);
});

it("asks nothing of copies in the account", () => {
  expect(said(toRegion("eu-west-1", { keep: days(35) }))).toEqual([]);
});
