import { expect, it } from "vitest";
import { definePolicy } from "../define-policy.ts";
import { complianceLock, governanceLock } from "../lock.ts";
import type { LockInput } from "../schema.ts";
import { policyInput, saidBy } from "../testing.ts";

const withLock = (lock: LockInput) => ({ vault: { ...policyInput().vault, lock } });
const said = (lock: LockInput, today?: string) =>
  saidBy("compliance-lock-acknowledged", withLock(lock), today);
const terms = { kind: "compliance", minDays: 30, coolingOffDays: 14 } as const;
const acknowledged = (by: string, on: string) => complianceLock({ ...terms, acknowledged: { by, on } });

it("refuses a compliance lock that nobody answers for", () => {
  expect(said(terms)).toEqual([
    'vault.lock.acknowledged is missing; allowed: { by: "a name", on: "a date" }: 14 days after its deployment nobody can take a compliance lock off, AWS included',
  ]);
  expect(() => definePolicy(policyInput(withLock(terms)))).toThrow("(compliance-lock-acknowledged)");
});

it.each([
  ["nobody's name", " ", "2026-11-22", 'vault.lock.acknowledged.by is " "; allowed: a person\'s name'],
  [
    "no day of the calendar",
    "Jane Doe",
    "2026-02-30",
    'vault.lock.acknowledged.on is "2026-02-30"; allowed: a date such as 2026-11-22',
  ],
  [
    "a day to come",
    "Jane Doe",
    "2026-11-23",
    'vault.lock.acknowledged.on is "2026-11-23"; allowed: a day until today, 2026-11-22',
  ],
])("refuses %s", (_, by, on, expected) => {
  expect(said(acknowledged(by, on), "2026-11-22")).toEqual([expected]);
});

it("takes a person's name and a day until today", () => {
  expect(said(acknowledged("Jane Doe", "2026-11-22"), "2026-11-22")).toEqual([]);
});

it("holds no date against a day it wasn't told: a policy stays what it is", () => {
  expect(said(acknowledged("Jane Doe", "2999-01-01"))).toEqual([]);
});

it("asks nothing of a governance lock", () => {
  expect(said(governanceLock({ minDays: 30 }))).toEqual([]);
});
