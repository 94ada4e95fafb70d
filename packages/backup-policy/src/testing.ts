import { checkPolicy } from "./check-policy.ts";
import type { laws } from "./laws/index.ts";
import type { PolicyInput, RuleInput } from "./schema.ts";

/** A rule that can work; a test names only what matters to it. */
export function rule(changes: Partial<RuleInput> = {}): RuleInput {
  return {
    schedule: "cron(0 5 * * ? *)",
    startWindowMinutes: 60,
    completionWindowMinutes: 120,
    keepDays: 35,
    ...changes,
  };
}

/** A policy that can work; a test names only what matters to it. */
export function policyInput(changes: Partial<PolicyInput> = {}): PolicyInput {
  return {
    vault: { name: "holdfast", backupAdmin: { principals: ["account"] } },
    protect: [{ kind: "tag", key: "backup", value: "on" }],
    rules: { daily: rule() },
    assumptions: { advancedDynamoDb: true },
    objectives: { rpoHours: 27, rtoMinutes: 60, reachBackDays: 30 },
    verification: { schedule: "cron(30 8 * * ? *)", proofStaleAfterHours: 48 },
    ...changes,
  };
}

/** What a law alone says against that policy, in sentences. */
export function saidBy(law: keyof typeof laws, changes: Partial<PolicyInput>, today?: string): string[] {
  return checkPolicy(policyInput(changes), today === undefined ? {} : { today })
    .filter(({ rule }) => rule === law || rule === "shape")
    .map(({ sentence }) => sentence);
}
