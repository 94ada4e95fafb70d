import { expect, test } from "vitest";
import { fitFindings } from "./fitFindings.ts";
import type { Finding, TableResult } from "./run.ts";
import { summarize } from "./summarize.ts";

const finding = (n: number): Finding => ({
  check: "contents",
  severity: "ERROR",
  subject: `id=${n}`,
  sentence: "Missing ä.",
});
const result = (verdict: TableResult["verdict"], findings = 0): TableResult => {
  return {
    model: "Item",
    table: "Item-api",
    verdict,
    findings: Array.from({ length: findings }, (_, n) => finding(n)),
  };
};
const none = { swept: [], kept: [] };

test.each([
  [["PASSED", "PASSED"], "PASSED"],
  [["PASSED", "INCONCLUSIVE"], "INCONCLUSIVE"],
  [["INCONCLUSIVE", "FAILED", "PASSED"], "FAILED"],
  [[], "INCONCLUSIVE"],
] as const)("sums up %j as %s", (verdicts, verdict) => {
  expect(
    summarize(
      "run-1",
      verdicts.map((one) => result(one)),
      none,
    ).verdict,
  ).toBe(verdict);
});

test.each([1, 10, 100, 1000])("fits the cause of %i tables into what AWS keeps of it", (tables) => {
  const results = Array.from({ length: tables }, () => result("FAILED", 300));
  const { cause } = summarize("run-1", results, none);
  expect(cause.length).toBeLessThanOrEqual(32_768);
  expect(JSON.parse(cause)).toMatchObject({ runId: "run-1", verdict: "FAILED" });
});

test("leaves the cause of a small run whole", () => {
  const { cause, summary } = summarize("run-1", [result("FAILED", 3)], none);
  expect(JSON.parse(cause)).toEqual(summary);
});

test("keeps the first findings that fit, and says how many were left out", () => {
  const findings = Array.from({ length: 20 }, (_, n) => finding(n));
  const each = Buffer.byteLength(JSON.stringify(finding(0))) + 1;
  const fitted = fitFindings(findings, each * 3 + 5);
  expect(fitted.slice(0, -1)).toEqual(findings.slice(0, 3));
  expect(fitted.at(-1)!.sentence).toBe("17 more findings are in the Verification record.");
  expect(fitFindings(findings, each * 40)).toEqual(findings);
});
