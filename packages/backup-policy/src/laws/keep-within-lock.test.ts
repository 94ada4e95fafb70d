import fc from "fast-check";
import { expect, it } from "vitest";
import { governanceLock, noLock } from "../lock.ts";
import { toRegion } from "../rules/copies.ts";
import { days } from "../rules/duration.ts";
import type { LockInput } from "../schema.ts";
import { policyInput, rule, saidBy } from "../testing.ts";

const said = (lock: LockInput, changes: Parameters<typeof rule>[0]) =>
  saidBy("keep-within-lock", {
    vault: { ...policyInput().vault, lock },
    rules: { daily: rule(changes) },
  });
const lock = governanceLock({ minDays: 30, maxDays: 365 });

it("refuses what the lock would make fail, copies too", () => {
  const copies = [toRegion("eu-west-1", { keep: days(366) }), toRegion("eu-north-1", { keep: days(365) })];
  expect(said(lock, { keepDays: 29, copies })).toEqual([
    "rules.daily.keepDays is 29; allowed: 30 to 365, the bounds of vault.lock",
    "rules.daily.copies.0.keepDays is 366; allowed: 30 to 365, the bounds of vault.lock",
  ]);
});

it("takes all that is within the bounds and nothing else", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (keepDays) => {
      expect(said(lock, { keepDays })).toHaveLength(keepDays < 30 || keepDays > 365 ? 1 : 0);
    }),
    { numRuns: 30 },
  );
});

it("asks nothing where there is no lock", () => {
  expect(said(noLock(), { keepDays: 1 })).toEqual([]);
});
