import { expect, test } from "vitest";
import { judge, reasonOf } from "./judge.ts";
import type { TableRun } from "./run.ts";

const startedAt = "2026-03-01T06:00:00.000Z";
const run: TableRun = {
  runId: "run-1",
  model: "Item",
  table: "Item-api",
  mayBeEmpty: false,
  mayBeRewritten: false,
  startedAt,
  findingsBytes: 1000,
};
const recoveryPoint = { arn: "point:item", status: "COMPLETED", createdAt: startedAt, encrypted: true };
const restore = {
  jobId: "job-1",
  tableName: "restored",
  encryption: { type: "Default" as const },
  startedAt,
  status: "RUNNING",
};
const problem = { Error: "Error", Cause: "Kaputt." };

test("never passes a run without a report, wherever it ended", () => {
  const ends: TableRun[] = [
    run,
    { ...run, problem },
    { ...run, recoveryPoint },
    { ...run, recoveryPoint, problem },
    { ...run, recoveryPoint, restore },
    { ...run, recoveryPoint, restore, problem },
    { ...run, recoveryPoint, restore: { ...restore, status: "COMPLETED" } },
    { ...run, recoveryPoint, restore: { ...restore, status: "COMPLETED" }, problem },
  ];
  const verdicts = ends.map((end) => judge(end).verdict);
  expect(verdicts).toEqual(["FAILED", ...Array(7).fill("INCONCLUSIVE")]);
  expect(ends.every((end) => judge(end).findings.some(({ severity }) => severity === "ERROR"))).toBe(true);
});

test("takes the report's word", () => {
  const report = { verdict: "PASSED" as const, findings: [], checkSeconds: 1 };
  expect(judge({ ...run, recoveryPoint, restore, report })).toBe(report);
});

test("finds the message in a Lambda's error, and takes other causes as they are", () => {
  expect(
    reasonOf({ Error: "TypeError", Cause: '{"errorType":"TypeError","errorMessage":"x is not y"}' }),
  ).toBe("TypeError: x is not y");
  expect(reasonOf({ Error: "States.Timeout", Cause: "" })).toBe("States.Timeout: ");
  expect(reasonOf({ Error: "Error", Cause: '{"a":1}' })).toBe('Error: {"a":1}');
  expect(reasonOf({ Error: "Error", Cause: "x".repeat(30_000) })).toHaveLength(1000);
});
