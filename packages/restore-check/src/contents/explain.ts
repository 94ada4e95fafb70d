import type { CheckInput } from "../input.ts";
import type { Window } from "../window.ts";
import type { Cause, Difference, Judged } from "./difference.ts";

type Rules = Pick<CheckInput, "recoveryPoint" | "deletions">;

/** Names the cause of each difference; what nothing explains counts against the restore. */
export async function explain(differences: readonly Difference[], rules: Rules): Promise<Judged[]> {
  const restoredOnly = differences.filter(({ live }) => !live).map(({ keyDigest }) => keyDigest);
  const deletions = restoredOnly.length > 0 ? await rules.deletions(restoredOnly) : new Map<string, Date>();
  return differences.map((difference) => {
    const deletedAt = deletions.get(difference.keyDigest)?.getTime();
    return { difference, cause: causeOf(difference, rules.recoveryPoint.window, deletedAt) };
  });
}

/** When an item says that it was created and last written, in milliseconds since 1970. */
export interface Dates {
  createdAt?: number;
  updatedAt?: number;
}

/** Why an item isn't the same on both sides, by its dates and its deletion's. */
export function causeOf(
  { live, restored }: { live?: Dates; restored?: Dates },
  window: Window,
  deletedAt?: number,
): Cause {
  const place = (time: number | undefined) => placeOf(time, window);
  if (!live) return choose(place(deletedAt), "deletedSince", "nearPoint", "extra");
  const { createdAt, updatedAt } = live;
  if (createdAt === undefined && updatedAt === undefined) return "undated";
  // An item that existed at the recovery point has to be in it, however often it was written later.
  if (!restored) return choose(place(createdAt ?? updatedAt), "laterWrites", "nearMissing", "missing");
  // A write changes updatedAt: what has the same one and differs is no earlier version.
  if (updatedAt !== undefined && updatedAt === restored.updatedAt) return "altered";
  const last = Math.max(createdAt ?? Number.NEGATIVE_INFINITY, updatedAt ?? Number.NEGATIVE_INFINITY);
  return choose(place(last), "laterWrites", "nearPoint", "altered");
}

type Place = "before" | "within" | "after";

function placeOf(time: number | undefined, { from, to }: Window): Place {
  if (time === undefined || time <= from.getTime()) return "before";
  return time <= to.getTime() ? "within" : "after";
}

const choose = (place: Place, after: Cause, within: Cause, before: Cause): Cause =>
  ({ after, within, before })[place];
