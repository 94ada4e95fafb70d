export type Verdict = "PASSED" | "FAILED" | "INCONCLUSIVE";

export type Severity = "INFO" | "WARNING" | "ERROR";

/** One thing a check has to say. The subject is a key, an index, a setting: never the contents of an item. */
export interface Finding {
  check: string;
  severity: Severity;
  subject?: string;
  sentence: string;
}

export type Outcome = "PASSED" | "FAILED" | "COULD_NOT_RUN";

/** What one check answers: never a bare boolean. */
export interface Answer {
  outcome: Outcome;
  findings: Omit<Finding, "check">[];
  counts?: Counts;
}

/** Of a check's parts: failed where one did, and a pass only where each was. */
export function worstOf(answers: readonly Answer[]): Outcome {
  const has = (outcome: Outcome) => answers.some((answer) => answer.outcome === outcome);
  return has("FAILED") ? "FAILED" : has("COULD_NOT_RUN") ? "COULD_NOT_RUN" : "PASSED";
}

/** Items, by what was found out about them. */
export interface Counts {
  live: number;
  restored: number;
  /** What the live table has, by SHA-256. */
  equal: number;
  missing: number;
  altered: number;
  extra: number;
  /** Different, because the live item was written after the recovery point: explained, not verified. */
  laterWrites: number;
  /** Restored only, because the live item was deleted after the recovery point. */
  deletedSince: number;
  /** Different, and written or deleted within the span that the backup may be of: explained, not verified. */
  nearPoint: number;
  /** Live only, and created within that span: whether it had to come back can't be told. */
  nearMissing: number;
  /** Different, and the live item carries no date: whether it was written since or is damaged can't be told. */
  undated: number;
}

export interface Report {
  verdict: Verdict;
  /** Errors first. */
  findings: Finding[];
  outcomes: Record<string, Outcome>;
  /** Absent when the contents could not be compared. */
  counts?: Counts;
}

/** How many items differ without an explanation. */
export function differences(counts: Counts): number {
  return counts.missing + counts.altered + counts.extra;
}

/** How many items differ with an explanation, or with none that could be: not held against the restore, not proven. */
export function unverified(counts: Counts): number {
  return counts.laterWrites + counts.deletedSince + counts.nearPoint + counts.nearMissing + counts.undated;
}
