import type { Check } from "./checks/check.ts";
import { type CheckName, checks } from "./checks/registry.ts";
import type { CheckInput } from "./input.ts";
import type { Answer, Finding, Outcome, Report } from "./report.ts";
import { verdictOf } from "./verdict.ts";

const ORDER = ["ERROR", "WARNING", "INFO"];
const NOT_WANTED = "Not run: the policy doesn't ask for this check.";

/** Every check there is. */
export const checkNames = Object.keys(checks) as CheckName[];

/**
 * Judges a restored table against the live one. It never throws: what could not be checked makes it INCONCLUSIVE.
 * @param wanted the checks that run, each of them required for PASSED; the others are said not to have run
 */
export async function check(input: CheckInput, wanted: readonly CheckName[] = checkNames): Promise<Report> {
  const outcomes: Record<string, Outcome> = {};
  const findings: Finding[] = [];
  let counts: Report["counts"];
  for (const [name, one] of Object.entries(checks)) {
    if (!wanted.includes(name as CheckName)) {
      findings.push({ check: name, severity: "INFO", sentence: NOT_WANTED });
      continue;
    }
    const answer = await attempt(one, input);
    outcomes[name] = answer.outcome;
    findings.push(...answer.findings.map((finding) => ({ check: name, ...finding })));
    counts ??= answer.counts;
  }
  findings.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return { verdict: verdictOf(outcomes, wanted), findings, outcomes, counts };
}

async function attempt(one: Check, input: CheckInput): Promise<Answer> {
  try {
    return await one.run(input);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = `The check could not run: ${reason}`;
    return { outcome: "COULD_NOT_RUN", findings: [{ severity: "ERROR", sentence }] };
  }
}
