import { expect, test } from "vitest";
import type { CheckInput } from "../input.ts";
import { at, input } from "../testing/input.ts";
import { recoveryPoint } from "./recoveryPoint.ts";

const answer = (overrides: Partial<CheckInput> = {}) => recoveryPoint.run(input({}, overrides));

test("accepts a completed, encrypted, young recovery point", async () => {
  expect(await answer()).toEqual({ outcome: "PASSED", findings: [] });
});

test("accepts one that is exactly as old as the objective", async () => {
  expect(await answer({ now: new Date(at(24 * 3600)) })).toMatchObject({ outcome: "PASSED" });
});

test("accepts one older than the objective of a rule that backs up more seldom", async () => {
  const overrides = { now: new Date(at(25 * 3600)), rule: { name: "weekly", oldestHours: 171 } };
  expect(await answer(overrides)).toMatchObject({ outcome: "PASSED" });
});

test.each([
  [
    "one that is only partial",
    { recoveryPoint: { ...input().recoveryPoint, status: "PARTIAL" } },
    "status is PARTIAL",
  ],
  [
    "one that isn't encrypted",
    { recoveryPoint: { ...input().recoveryPoint, encrypted: false } },
    "is not encrypted",
  ],
  [
    "one older than the objective",
    { now: new Date(at(25 * 3600)) },
    "25.0 hours old and the objective (RPO) is 24 hours",
  ],
  [
    "one older than its rule's newest gets",
    { now: new Date(at(25 * 3600)), rpoHours: 48, rule: { name: "weekly", oldestHours: 20 } },
    "25.0 hours old and that of the rule weekly gets 20.0 hours old at the most",
  ],
  ["one from the future", { now: new Date(at(-3600)) }, "created 1.0 hours from now"],
  [
    "one without a date",
    { recoveryPoint: { ...input().recoveryPoint, createdAt: new Date(Number.NaN) } },
    "hours old",
  ],
])("refuses %s", async (_, overrides, sentence) => {
  const { outcome, findings } = await answer(overrides);
  expect(outcome).toBe("FAILED");
  expect(findings).toEqual([
    expect.objectContaining({ severity: "ERROR", sentence: expect.stringContaining(sentence) }),
  ]);
});
