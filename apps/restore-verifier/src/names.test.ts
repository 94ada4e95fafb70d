import fc from "fast-check";
import { expect, test } from "vitest";
import { restoredTableName, runOf } from "./names.ts";
import { RESTORE_PREFIX } from "./settings.ts";

const prefixes = fc.constantFrom(RESTORE_PREFIX, `${RESTORE_PREFIX}prod.`);

test("finds the run in the name it gave", () => {
  fc.assert(
    fc.property(
      prefixes,
      fc.stringMatching(/^[A-Za-z0-9_.-]{1,80}$/),
      fc.stringMatching(/^\w{1,40}$/),
      (prefix, runId, model) => {
        expect(runOf(prefix, restoredTableName(prefix, runId, model))).toBe(runId);
      },
    ),
  );
});

test("gives the longest name of an execution and a model a table", () => {
  expect(restoredTableName(RESTORE_PREFIX, "r".repeat(80), "M".repeat(100)).length).toBeLessThanOrEqual(255);
});

test.each([
  "Category-api",
  "awsbackup-restore-test-123",
  RESTORE_PREFIX,
  `${RESTORE_PREFIX}x`,
  `${RESTORE_PREFIX}-Item`,
])("knows that %s is none of ours", (table) => {
  expect(runOf(RESTORE_PREFIX, table)).toBeUndefined();
});

test("leaves another stage's tables alone", () => {
  expect(runOf(`${RESTORE_PREFIX}prod.`, `${RESTORE_PREFIX}dev.run-1-Item`)).toBeUndefined();
});

test("calls nothing ours under a prefix that isn't", () => {
  expect(runOf("", "Category-api")).toBeUndefined();
});

test("refuses a run whose name no table can have", () => {
  expect(() => restoredTableName(RESTORE_PREFIX, "täglich", "Item")).toThrow("can't be a table's name");
});
