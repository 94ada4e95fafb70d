import { expect, it } from "vitest";
import { governanceLock } from "../lock.ts";
import { policyInput, saidBy } from "../testing.ts";

const said = (minDays: number, maxDays: number) =>
  saidBy("lock-bounds-in-order", {
    vault: { ...policyInput().vault, lock: governanceLock({ minDays, maxDays }) },
  });

it("refuses a minimum over the maximum", () => {
  expect(said(36, 35)).toEqual(["vault.lock.minDays is 36; allowed: 35 or less, as maxDays is 35"]);
});

it("takes a minimum that is the maximum", () => {
  expect(said(35, 35)).toEqual([]);
});
