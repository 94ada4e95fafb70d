import { timeOf } from "../contents/dates.ts";
import type { Item } from "../item.ts";

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
  /** When the recovery points of the two tables were made. */
  namedPoint: Date;
  namingPoint: Date;
  clockSlackSeconds: number;
}

export function explainOrphan(facts: OrphanFacts): OrphanCause {
  const { named, deletedAt, namedPoint, namingPoint, clockSlackSeconds } = facts;
  const since = namedPoint.getTime() - clockSlackSeconds * 1000;
  if (named) {
    const created = timeOf(named.createdAt) ?? timeOf(named.updatedAt);
    if (created === undefined) return "undated";
    return created > since ? "skew" : "lost";
  }
  const slack = clockSlackSeconds * 1000;
  // Only a deletion that is surely after the point says that it was there.
  if (!deletedAt || deletedAt.getTime() <= namedPoint.getTime() + slack) return "dangling";
  // Deleted since. It was there when the other table was backed up; if its own table was backed up before that, it may
  // not have been there yet.
  return namedPoint.getTime() - slack < namingPoint.getTime() ? "skew" : "lost";
}
