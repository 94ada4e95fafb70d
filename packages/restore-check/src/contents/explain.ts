import type { CheckInput } from "../input.ts";
import type { Cause, Difference, Judged } from "./difference.ts";

type Rules = Pick<CheckInput, "recoveryPoint" | "clockSlackSeconds" | "deletions">;

/** Names the cause of each difference; what nothing explains counts against the restore. */
export async function explain(differences: readonly Difference[], rules: Rules): Promise<Judged[]> {
  const restoredOnly = differences.filter(({ live }) => !live).map(({ keyDigest }) => keyDigest);
  const deletions = restoredOnly.length > 0 ? await rules.deletions(restoredOnly) : new Map<string, Date>();
  const since = rules.recoveryPoint.createdAt.getTime() - rules.clockSlackSeconds * 1000;
  return differences.map((difference) => {
    const deletedAt = deletions.get(difference.keyDigest)?.getTime();
    return { difference, cause: cause(difference, since, deletedAt) };
  });
}

function cause({ live, restored }: Difference, since: number, deletedAt?: number): Cause {
  const isLater = (time?: number) => time !== undefined && time > since;
  if (!live) return isLater(deletedAt) ? "deletedSince" : "extra";
  if (live.createdAt === undefined && live.updatedAt === undefined) return "undated";
  // An item that existed at the recovery point has to be in it, however often it was written later.
  if (!restored) return isLater(live.createdAt ?? live.updatedAt) ? "laterWrites" : "missing";
  return isLater(live.updatedAt) || isLater(live.createdAt) ? "laterWrites" : "altered";
}
