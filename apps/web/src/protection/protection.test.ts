import type { Finding, ProtectedTable, Severity, Verdict } from "@holdfast/data-model";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparison, overall, protections, shownFindings, type Verified } from "./protection.ts";

const table = (modelName: string): ProtectedTable => ({
  __typename: "ProtectedTable",
  id: `${modelName}-table`,
  modelName,
  recoveryPointArn: `arn:aws:backup:::recovery-point:${modelName}-2`,
  recoveryPointCreatedAt: "2026-03-10T05:00:00Z",
  createdAt: "2026-03-10T05:00:00Z",
  updatedAt: "2026-03-10T05:00:00Z",
});

const verified = (modelName: string, verdict: Verdict, { day = 10, point = 2 } = {}): Verified => ({
  __typename: "Verification",
  id: `${modelName}-${day}`,
  runId: `run-${day}`,
  tableName: `${modelName}-table`,
  modelName,
  recoveryPointArn: `arn:aws:backup:::recovery-point:${modelName}-${point}`,
  startedAt: `2026-03-${day}T06:00:00Z`,
  finishedAt: `2026-03-${day}T06:10:00Z`,
  verdict,
  createdAt: `2026-03-${day}T06:10:00Z`,
  updatedAt: `2026-03-${day}T06:10:00Z`,
});

describe("protections", () => {
  it("shows each table by name with its newest verdict, then the earlier ones", () => {
    const rows = protections(
      [table("Item"), table("Category")],
      [
        verified("Item", "PASSED", { day: 11 }),
        verified("Item", "FAILED", { day: 12 }),
        verified("Item", "INCONCLUSIVE", { day: 10 }),
      ],
    );
    expect(rows.map(({ table, standing, earlier }) => [table.modelName, standing, earlier])).toEqual([
      ["Category", "NONE", []],
      ["Item", "FAILED", ["PASSED", "INCONCLUSIVE"]],
    ]);
  });

  it.each([
    [1, true],
    [2, false],
  ])("says whether a verdict about point %d is behind the newest", (point, behind) => {
    expect(protections([table("Item")], [verified("Item", "PASSED", { point })])[0]?.behind).toBe(behind);
  });
});

describe("overall", () => {
  const of = (verdicts: Record<string, Verdict | undefined>) =>
    overall(
      protections(
        Object.keys(verdicts).map(table),
        Object.entries(verdicts).flatMap(([name, verdict]) => (verdict ? [verified(name, verdict)] : [])),
      ),
    );

  it.each([
    [{}, "NONE", "No table has a recovery point yet."],
    [{ Category: "PASSED", Item: "PASSED" }, "PASSED", "Proven to restore: all 2 tables."],
    [
      { Category: "PASSED", Item: undefined },
      "NONE",
      "Proven to restore: 1 of 2 tables. Not verified yet: Item.",
    ],
    [
      { A: "FAILED", B: "INCONCLUSIVE", C: "FAILED", D: "PASSED" },
      "FAILED",
      "Proven to restore: 1 of 4 tables. Failed the last check: A, C. Could not be judged: B.",
    ],
  ] as const)("judges %j as a whole", (verdicts, standing, sentence) => {
    expect(of(verdicts)).toEqual({ standing, sentence });
  });

  it("passes only when there are tables and every one passed", () => {
    const verdict = fc.constantFrom<(Verdict | undefined)[]>("PASSED", "FAILED", "INCONCLUSIVE", undefined);
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{0,4}$/), verdict, { noNullPrototype: true }),
        (verdicts) => {
          const all = Object.values(verdicts);
          expect(of(verdicts).standing === "PASSED").toBe(
            all.length > 0 && all.every((each) => each === "PASSED"),
          );
        },
      ),
    );
  });
});

describe("shownFindings", () => {
  const finding = (severity: Severity, check: string): Finding => ({
    __typename: "Finding",
    severity,
    check,
    sentence: "",
  });
  const checks = (findings: Finding[]) => findings.map(({ check }) => check).join("");

  it("puts the worst first, keeps their order within one severity, and the notes apart", () => {
    const findings = [..."iewIEW"].map((check) => {
      const severity = { i: "INFO", w: "WARNING", e: "ERROR" } as const;
      return finding(severity[check.toLowerCase() as "i"], check);
    });
    const { first, more, notes } = shownFindings(findings);
    expect([checks(first), checks(more), checks(notes)]).toEqual(["eEwW", "", "iI"]);
  });

  it("shows five at once", () => {
    const { first, more } = shownFindings([..."abcdefg"].map((check) => finding("ERROR", check)));
    expect([checks(first), checks(more)]).toEqual(["abcde", "fg"]);
  });
});

describe("the comparison", () => {
  const compared = (differences: number, unverifiedItems: number, restoredItems = 4) =>
    comparison({ ...verified("Item", "PASSED"), differences, unverifiedItems, restoredItems });

  it.each([
    [compared(0, 0), "0 differences"],
    [compared(1, 0), "1 difference"],
    [compared(0, 1), "0 differences, contents of 1 item not compared"],
    [compared(2, 4), "2 differences, contents of 4 items not compared"],
    [compared(0, 4), "keys compared, contents of 4 items not"],
    [comparison(verified("Item", "INCONCLUSIVE")), "not known"],
  ])("says only what was compared: %s", (said, expected) => {
    expect(said).toBe(expected);
  });
});
