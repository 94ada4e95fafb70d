import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { operations } from "./operations.ts";
import { supportTable, withSupportTable } from "./supportTable.ts";
import { model } from "./testingModel.ts";

it("has a row for every operation of the SDK, and no other", () => {
  const rows = supportTable()
    .split("\n")
    .slice(2)
    .map((row) => row.split("|").map((cell) => cell.trim()));
  expect(rows.map(([, name]) => name)).toEqual(Object.keys(model).sort());
  const supported = rows.filter(([, , cell]) => cell!.startsWith("✅")).map(([, name]) => name);
  expect(supported).toEqual(Object.keys(operations).sort());
});

it("is in the README as it is here: `npm run readme` puts it there", () => {
  const readme = readFileSync(`${import.meta.dirname}/../../../README.md`, "utf8");
  expect(readme).toBe(withSupportTable(readme));
});

it("refuses a README without a place for it", () => {
  expect(() => withSupportTable("# Local cloud")).toThrow("The README lacks");
});
