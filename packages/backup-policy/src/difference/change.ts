/** What a change does to protection. */
export type Direction = "stronger" | "weaker" | "different";

/** One thing that two policies have differently. */
export interface Change {
  /** Where in the policy; of a list the member is named: `rules.daily.keepDays`, `verification.checks[contents]`. */
  field: string;
  direction: Direction;
  /** Absent where there was nothing. */
  before?: unknown;
  /** Absent where there is nothing any more. */
  after?: unknown;
  sentence: string;
  /** The recovery points that a weakening takes away. */
  points?: LostPoints;
  /** Who answers for a weakening. */
  acknowledged?: { by: string; on: string; why: string };
}

/**
 * Recovery points that go sooner, or aren't made any more. Those that exist keep the lifecycle they were made
 * with: a plan's new version has no effect on them.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/updating-a-backup-plan.html
 */
export interface LostPoints {
  rule: string;
  /** The copies in this place, not the rule's own points. */
  copy?: string;
  /** Days a point is kept; 0: none is made. */
  keepDays: { before: number; after: number };
  /** How many there are at a time once the change has worked through. */
  atATime: { before: number; after: number };
  /** The first point concerned: the run that makes it. */
  from: Date;
  /** When that point is missing first, and until when it would have been there. */
  gone: Date;
  insteadOf: Date;
}

/** A part of two policies compared. */
export interface Compared<Part> {
  before: Part;
  after: Part;
  /** Where the part is in the policy. */
  field: string;
  asOf: Date;
}
