import * as v from "valibot";
import { RestoreTest } from "./restoreTests.ts";

const Encryption = v.object({ type: v.picklist(["Default", "KMS"]), keyArn: v.optional(v.string()) });

const PickedPoint = v.object({
  arn: v.string(),
  status: v.string(),
  createdAt: v.string(),
  /** When the job that made it began and ended, ISO 8601. */
  initiatedAt: v.optional(v.string()),
  completedAt: v.optional(v.string()),
  encrypted: v.boolean(),
  /** The policy's rule that made it; absent of what was made otherwise. */
  rule: v.optional(v.string()),
});

const Restore = v.object({
  jobId: v.string(),
  tableName: v.string(),
  encryption: Encryption,
  startedAt: v.string(),
  /** As AWS Backup names it, or TIMED_OUT when the verifier stopped waiting. */
  status: v.string(),
  statusMessage: v.optional(v.string()),
  /** How long the restore took, once it is COMPLETED. */
  seconds: v.optional(v.number()),
});

const Finding = v.object({
  check: v.string(),
  severity: v.picklist(["INFO", "WARNING", "ERROR"]),
  subject: v.optional(v.string()),
  sentence: v.string(),
});

const Verdict = v.picklist(["PASSED", "FAILED", "INCONCLUSIVE"]);

export const TableReport = v.object({
  verdict: Verdict,
  findings: v.array(Finding),
  liveItems: v.optional(v.number()),
  restoredItems: v.optional(v.number()),
  differences: v.optional(v.number()),
  /** Differ, explained by what was written and deleted since: not proven. */
  unverifiedItems: v.optional(v.number()),
  /** The sums over all items of each side, in hex, keyed by the run's seed: the same where the sides are equal. */
  liveSum: v.optional(v.string()),
  restoredSum: v.optional(v.string()),
  /** SHA-256 over those of the scans' summaries. */
  summaries: v.optional(v.string()),
  checkSeconds: v.number(),
});

/** What Step Functions leaves of a step that failed. */
export const Problem = v.object({ Error: v.string(), Cause: v.optional(v.string(), "") });

/** One table's way through a run: each step adds what it found out. */
export const TableRun = v.object({
  runId: v.string(),
  model: v.string(),
  table: v.string(),
  mayBeEmpty: v.boolean(),
  mayBeRewritten: v.boolean(),
  startedAt: v.string(),
  /** How much of the execution's output this table's findings may take. */
  findingsBytes: v.number(),
  executionArn: v.optional(v.string()),
  /** Who asked for the run, by its own word: CloudTrail knows for sure. */
  startedBy: v.optional(v.string()),
  /** The rule that the run is about, and no other rule's points. */
  rule: v.optional(v.string()),
  /** Where AWS restore testing restores the table, and not the run itself. */
  restoreTest: v.optional(RestoreTest),
  /** How long to wait before its restore is looked for again. */
  testWaitSeconds: v.optional(v.number()),
  recoveryPoint: v.optional(PickedPoint),
  /** Why there is no recovery point, where there is more to say than that. */
  absence: v.optional(v.string()),
  /** Why there need not be a recovery point yet. */
  pending: v.optional(v.string()),
  restore: v.optional(Restore),
  report: v.optional(TableReport),
  problem: v.optional(Problem),
});

export const Restoring = v.object({ ...TableRun.entries, recoveryPoint: PickedPoint, restore: Restore });

/** One table's outcome, as the execution's output tells it. */
export const TableResult = v.object({
  model: v.string(),
  table: v.string(),
  verdict: Verdict,
  findings: v.array(Finding),
  recoveryPointArn: v.optional(v.string()),
  recoveryPointCreatedAt: v.optional(v.string()),
  ruleName: v.optional(v.string()),
  liveItems: v.optional(v.number()),
  restoredItems: v.optional(v.number()),
  differences: v.optional(v.number()),
  restoreSeconds: v.optional(v.number()),
  checkSeconds: v.optional(v.number()),
});

export type Problem = v.InferOutput<typeof Problem>;
export type PickedPoint = v.InferOutput<typeof PickedPoint>;
export type Restore = v.InferOutput<typeof Restore>;
export type TableReport = v.InferOutput<typeof TableReport>;
export type TableRun = v.InferOutput<typeof TableRun>;
export type TableResult = v.InferOutput<typeof TableResult>;
export type Finding = v.InferOutput<typeof Finding>;
