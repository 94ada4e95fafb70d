import { expect, it } from "vitest";
import { noPaint, verifyReport } from "./report.ts";
import type { Finding, Result } from "./verify.ts";

const relation: Finding = {
  check: "relations",
  severity: "INFO",
  sentence: "References to Order were not checked.",
};
const setting = (subject: string): Finding => ({
  check: "settings",
  severity: "INFO",
  subject,
  sentence: `The live table has ${subject} (as it is there). To set it again: aws dynamodb …`,
});
const missing: Finding = {
  check: "contents",
  severity: "ERROR",
  subject: "id=7",
  sentence: "An item is missing.",
};
const result = (model: string, changes: Partial<Result> = {}): Result => ({
  model,
  table: `${model}-1`,
  verdict: "PASSED",
  findings: [],
  ...changes,
});
const report = (results: Result[], kept: { table: string; reason: string }[] = []) =>
  verifyReport({ runId: "run-1", seconds: 1, passed: false, results, kept }, noPaint).split("\n");

it("says what several tables have in common once, and errors at each table", () => {
  expect(
    report([
      result("Category", { findings: [relation] }),
      result("Item", { verdict: "FAILED", findings: [missing, relation] }),
      result("Order", { verdict: "FAILED", findings: [missing] }),
    ]),
  ).toEqual([
    "PASSED  Category",
    "FAILED  Item",
    "  ✖ contents: An item is missing. (id=7)",
    "FAILED  Order",
    "  ✖ contents: An item is missing. (id=7)",
    "",
    "For several tables:",
    "  · relations: References to Order were not checked. [Category, Item]",
    "",
    "1 of 3 tables passed. Run run-1",
  ]);
});

it("says what no restore brings back in a line for all tables that have the same", () => {
  const both = [setting("tags"), setting("a stream")];
  expect(
    report([
      result("Category", { findings: both }),
      result("Item", { findings: both.toReversed() }),
      result("Order", { findings: [setting("tags")] }),
    ]),
  ).toEqual([
    "PASSED  Category",
    "PASSED  Item",
    "PASSED  Order",
    "",
    "What no restore brings back (--json has the commands that set it again):",
    "  · Category, Item: a stream, tags",
    "  · Order: tags",
    "",
    "3 of 3 tables passed. Run run-1",
  ]);
});

it("leaves a setting that could not be read with its table", () => {
  const unread: Finding = { ...setting("tags"), severity: "WARNING", sentence: "It could not be read." };
  expect(report([result("Item", { findings: [unread] })])[1]).toBe(
    "  ! settings: It could not be read. (tags)",
  );
});

it("shows the counts and times that there are", () => {
  const [line] = report([
    result("Item", {
      restoredItems: 4,
      liveItems: 5,
      restoreSeconds: 0.26,
      ruleName: "weekly",
      recoveryPointCreatedAt: "2026-01-01T00:00:00.123Z",
    }),
  ]);

  expect(line).toBe(
    "PASSED  Item  4 restored, 5 live, in 260 ms, from 2026-01-01 00:00:00Z by the rule weekly",
  );
});

it("names restored tables that could not be deleted", () => {
  expect(report([], [{ table: "awsbackup-restore-test-x", reason: "it is in use" }])).toContain(
    "Not deleted yet, the next run tries again: awsbackup-restore-test-x: it is in use",
  );
});
