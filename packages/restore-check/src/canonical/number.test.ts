import { expect, test } from "vitest";
import { canonicalNumber } from "./number.ts";

test.each([
  ["0", "0"],
  ["-0", "0"],
  ["0.000", "0"],
  ["0e9", "0"],
  ["00042", "42e0"],
  ["+5", "5e0"],
  ["1.0", "1e0"],
  ["1.5E2", "15e1"],
  ["150", "15e1"],
  ["-15E-1", "-15e-1"],
  [".5", "5e-1"],
  ["5.", "5e0"],
  ["1E-130", "1e-130"],
  ["9.9999999999999999999999999999999999999E+125", "99999999999999999999999999999999999999e88"],
  ["12345678901234567890123456789012345678", "12345678901234567890123456789012345678e0"],
])("spells %s as %s", (spelling, canonical) => {
  expect(canonicalNumber(spelling)).toBe(canonical);
});

test.each(["", ".", "-", "e5", "1e", "abc", "0x10", "1,5", " 1", "1e1000000", "NaN", "Infinity"])(
  "refuses %j",
  (spelling) => {
    expect(() => canonicalNumber(spelling)).toThrow("holds a number that DynamoDB could not hold");
  },
);
