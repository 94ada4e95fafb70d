import type { Outcome, Verdict } from "./report.ts";

/**
 * Deny by default: PASSED needs every required check to have run and passed, and none at all to have failed.
 * A check that is missing from the outcomes counts as one that could not run.
 */
export function verdictOf(outcomes: Readonly<Record<string, Outcome>>, required: readonly string[]): Verdict {
  if (Object.values(outcomes).includes("FAILED")) return "FAILED";
  const proven = required.length > 0 && required.every((check) => outcomes[check] === "PASSED");
  return proven ? "PASSED" : "INCONCLUSIVE";
}
