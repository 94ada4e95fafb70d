import type { PolicyInput } from "./schema.ts";

/** A rule that can work; a test names only what matters to it. */
export function rule(changes: Partial<NonNullable<PolicyInput["rules"]["daily"]>> = {}) {
  return { schedule: "cron(0 5 * * ? *)", keepDays: 35, ...changes };
}

/** A policy that can work; a test names only what matters to it. */
export function policyInput(changes: Partial<PolicyInput> = {}): PolicyInput {
  return {
    vault: { name: "holdfast" },
    selection: { tag: { key: "backup", value: "on" } },
    rules: { daily: rule() },
    advancedDynamoDb: true,
    objectives: { rpoHours: 27, rtoMinutes: 60 },
    verification: { schedule: "cron(30 8 * * ? *)" },
    backupAdmin: { principals: ["account"] },
    ...changes,
  };
}
