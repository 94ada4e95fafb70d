import { expect, it } from "vitest";
import { toAccount } from "../rules/copies.ts";
import { days } from "../rules/duration.ts";
import { rule, saidBy } from "../testing.ts";

const said = (vault: string) => {
  const copies = [toAccount("210987654321", { region: "us-east-1", vault, keep: days(35) })];
  return saidBy("copies-between-accounts-need-customer-key", { rules: { daily: rule({ copies }) } });
};

it("refuses the vault that AWS's own key encrypts", () => {
  expect(said("Default")).toEqual([
    "rules.daily.copies.0.to.vault is \"Default\"; allowed: a vault with a customer's key: AWS's own, which Default has, can't be used by other accounts",
  ]);
});

it("takes any other vault", () => {
  expect(said("archive")).toEqual([]);
});
