import { expect, it } from "vitest";
import { complianceLock } from "../lock.ts";
import { policyInput, saidBy } from "../testing.ts";

const said = (coolingOffDays: number) => {
  const acknowledged = { by: "Jane Doe", on: "2026-11-22" };
  const lock = complianceLock({ minDays: 30, coolingOffDays, acknowledged });
  return saidBy("compliance-cooling-off-3-days", { vault: { ...policyInput().vault, lock } });
};

it("refuses less than 3 days", () => {
  expect(said(2)).toEqual(["vault.lock.coolingOffDays is 2; allowed: 3 or more"]);
});

it("takes 3 days", () => {
  expect(said(3)).toEqual([]);
});
