import { expect, test } from "vitest";
import { verdictOf } from "./verdict.ts";

const required = ["structure", "contents"];

test.each([
  ["all required checks passed", { structure: "PASSED", contents: "PASSED" }, "PASSED"],
  [
    "a check that isn't required could not run",
    { structure: "PASSED", contents: "PASSED", settings: "COULD_NOT_RUN" },
    "PASSED",
  ],
  ["a required check failed", { structure: "PASSED", contents: "FAILED" }, "FAILED"],
  [
    "a check that isn't required failed",
    { structure: "PASSED", contents: "PASSED", settings: "FAILED" },
    "FAILED",
  ],
  ["one failed and another could not run", { structure: "COULD_NOT_RUN", contents: "FAILED" }, "FAILED"],
  ["a required check could not run", { structure: "COULD_NOT_RUN", contents: "PASSED" }, "INCONCLUSIVE"],
  ["a required check is missing", { structure: "PASSED" }, "INCONCLUSIVE"],
  ["nothing ran", {}, "INCONCLUSIVE"],
] as const)("says, when %s: %o gives %s", (_, outcomes, verdict) => {
  expect(verdictOf(outcomes, required)).toBe(verdict);
});

test("never passes when nothing is required", () => {
  expect(verdictOf({ structure: "PASSED" }, [])).toBe("INCONCLUSIVE");
});
