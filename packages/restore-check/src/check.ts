import type { Check } from "./checks/check.ts";
import { checks } from "./checks/registry.ts";
import type { CheckInput } from "./input.ts";
import type { Answer, Finding, Outcome, Report } from "./report.ts";
import { verdictOf } from "./verdict.ts";

const ORDER = ["ERROR", "WARNING", "INFO"];

/** The checks without which there is no PASSED. */
export const requiredChecks = Object.entries(checks)
  .filter(([, { required }]) => required)
  .map(([name]) => name);

/** Judges a restored table against the live one. It never throws: what could not be checked makes it INCONCLUSIVE. */
export async function check(input: CheckInput): Promise<Report> {
  const outcomes: Record<string, Outcome> = {};
  const findings: Finding[] = [];
  let counts: Report["counts"];
  for (const [name, one] of Object.entries(checks)) {
    const answer = await attempt(one, input);
    outcomes[name] = answer.outcome;
    findings.push(...answer.findings.map((finding) => ({ check: name, ...finding })));
    counts ??= answer.counts;
  }
  findings.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return { verdict: verdictOf(outcomes, requiredChecks), findings, outcomes, counts };
}

async function attempt(one: Check, input: CheckInput): Promise<Answer> {
  try {
    return await one.run(input);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = `The check could not run: ${reason}`;
    return {
      outcome: "COULD_NOT_RUN",
      findings: [{ severity: one.required ? "ERROR" : "WARNING", sentence }],
    };
  }
}
