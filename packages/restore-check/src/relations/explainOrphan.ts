import { timeOf } from "../contents/dates.ts";
import type { Item } from "../item.ts";
import type { Window } from "../window.ts";

/** Why a restored item refers to one that isn't in the restored set. */
export type OrphanCause =
  /** It should be there. */
  | "lost"
  /** It isn't live either: the reference dangled when the backup was made. */
  | "dangling"
  /** It was created after its own table was backed up: the tables are not of one instant. */
  | "skew"
  /** It is live and carries no date: when it was created can't be told. */
  | "undated";

export interface OrphanFacts {
  /** The live item that is referred to; absent when there is none. */
  named?: Item;
  /** When it was last deleted, if that was recorded. */
  deletedAt?: Date;
  /** The spans that the recovery points of the two tables may be of. */
  namedWindow: Window;
  namingWindow: Window;
}

export function explainOrphan(facts: OrphanFacts): OrphanCause {
  const { named, deletedAt, namedWindow, namingWindow } = facts;
  if (named) {
    const created = timeOf(named.createdAt) ?? timeOf(named.updatedAt);
    if (created === undefined) return "undated";
    return created > namedWindow.from.getTime() ? "skew" : "lost";
  }
  // Only a deletion that is surely after the point says that it was there.
  if (!deletedAt || deletedAt <= namedWindow.to) return "dangling";
  // Deleted since. It was there when the other table was backed up; if its own table was backed up before that, it may
  // not have been there yet.
  return namedWindow.from < namingWindow.to ? "skew" : "lost";
}
