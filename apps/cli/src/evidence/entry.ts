import * as v from "valibot";

const Verdict = v.picklist(["PASSED", "FAILED", "INCONCLUSIVE"]);

const Finding = v.object({
  check: v.string(),
  severity: v.picklist(["INFO", "WARNING", "ERROR"]),
  subject: v.nullish(v.string()),
  sentence: v.string(),
});

const Table = v.object({
  kind: v.literal("table"),
  sequence: v.number(),
  runId: v.string(),
  modelName: v.string(),
  tableName: v.string(),
  verdict: Verdict,
  findings: v.array(Finding),
  startedAt: v.string(),
  finishedAt: v.string(),
  recoveryPointArn: v.nullish(v.string()),
  recoveryPointCreatedAt: v.nullish(v.string()),
  ruleName: v.nullish(v.string()),
  liveItems: v.nullish(v.number()),
  restoredItems: v.nullish(v.number()),
  differences: v.nullish(v.number()),
  unverifiedItems: v.nullish(v.number()),
  liveSum: v.nullish(v.string()),
  restoredSum: v.nullish(v.string()),
  restoreSeconds: v.nullish(v.number()),
  checkSeconds: v.nullish(v.number()),
  objectives: v.nullish(v.object({ rpoHours: v.number(), rtoMinutes: v.number() })),
  required: v.nullish(v.object({ checks: v.array(v.string()), mostUnverified: v.number() })),
  seedCommitment: v.nullish(v.string()),
  policyHash: v.nullish(v.string()),
  codeHash: v.nullish(v.string()),
  executionArn: v.nullish(v.string()),
  startedBy: v.nullish(v.string()),
});

const Kept = v.object({ table: v.string(), reason: v.string() });

const Run = v.object({
  kind: v.literal("run"),
  sequence: v.number(),
  runId: v.string(),
  verdict: Verdict,
  finishedAt: v.string(),
  cleanUp: v.object({ deleted: v.array(v.string()), swept: v.array(v.string()), kept: v.array(Kept) }),
  seed: v.nullish(v.string()),
});

/** What the report and the comparison read of an entry: a verdict on a table, or what a run cleaned up. */
export const Entry = v.variant("kind", [Table, Run]);
export type Entry = v.InferOutput<typeof Entry>;
export type TableEntry = v.InferOutput<typeof Table>;
export type RunEntry = v.InferOutput<typeof Run>;
