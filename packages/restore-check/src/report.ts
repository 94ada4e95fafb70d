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

/** Items, by what was found out about them. */
export interface Counts {
  live: number;
  restored: number;
  /** Byte for byte what the live table has. */
  equal: number;
  missing: number;
  altered: number;
  extra: number;
  /** Different, because the live item was written after the recovery point: explained, not verified. */
  laterWrites: number;
  /** Restored only, because the live item was deleted after the recovery point. */
  deletedSince: number;
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
