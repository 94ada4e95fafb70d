import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { operationsTable, withOperationsTable } from "./operationsTable.ts";

it("names every operation of the registries", () => {
  expect(operationsTable()).toMatch(/^\| SNS +\| ConfirmSubscription, /m);
  expect(operationsTable().split("\n")).toHaveLength(8);
});

it("is in the README as it is here: `npm run readme` puts it there", () => {
  const readme = readFileSync(`${import.meta.dirname}/../../README.md`, "utf8");
  expect(readme).toBe(withOperationsTable(readme));
});

it("refuses a README without a place for it", () => {
  expect(() => withOperationsTable("# Local cloud")).toThrow("The README lacks");
});
