import { expect, it } from "vitest";
import { rule, saidBy } from "../testing.ts";

const airGappedVaultArn = "arn:aws:backup:us-east-1:123456789012:backup-vault:gap";
const said = (keepDays: number, changes = {}) =>
  saidBy("air-gapped-vault-keeps-7-days", { rules: { daily: rule({ keepDays, ...changes }) } });

it("refuses points that go to an air-gapped vault and are kept less than 7 days", () => {
  expect(said(6, { airGappedVaultArn })).toEqual([
    "rules.daily.keepDays is 6; allowed: 7 or more, as the rule's points go to a logically air-gapped vault",
  ]);
});

it("takes 7 days, and less in an ordinary vault", () => {
  expect(said(7, { airGappedVaultArn })).toEqual([]);
  expect(said(6)).toEqual([]);
});
