import type { Key } from "../item.ts";

/** What is kept of an item that was read: enough to compare and to explain it, nothing of what it holds. */
export interface Seen {
  digest: string;
  /** Milliseconds since 1970; absent when the item doesn't say. */
  createdAt?: number;
  updatedAt?: number;
}

/** A key whose item isn't the same on both sides; a side without the item is absent. */
export interface Difference {
  keyDigest: string;
  key: Key;
  live?: Seen;
  restored?: Seen;
}

export type Cause =
  | "missing"
  | "altered"
  | "extra"
  /** Explained by a write or a deletion that is surely later than the backup. */
  | "laterWrites"
  | "deletedSince"
  /** Written or deleted within the span that the backup may be of: an earlier version came back, or it just came back. */
  | "nearPoint"
  /** Created within that span: it needn't be in the backup. */
  | "nearMissing"
  | "undated";

export interface Judged {
  difference: Difference;
  cause: Cause;
}
