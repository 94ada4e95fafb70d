import type { Policy } from "../schema.ts";
import { canonical } from "./canonical.ts";
import type { Change } from "./change.ts";

type Acknowledgement = Policy["acknowledged"][number];

/**
 * Says who answers for a weakening. Only acknowledgements that came with the weakening count: one that the policy
 * had before was for another change of the same field.
 */
export function acknowledge(changes: Change[], fresh: readonly Acknowledgement[]): Change[] {
  return changes.map((change) => {
    if (change.direction !== "weaker") return change;
    const entry = fresh.find(({ weakening }) => weakening === change.field);
    if (!entry) return change;
    const { by, on, why } = entry;
    return { ...change, acknowledged: { by, on, why } };
  });
}

/** The acknowledgements that the later policy has and the earlier one hadn't. */
export function freshAcknowledgements(before: Policy, after: Policy): Acknowledgement[] {
  const known = new Set(before.acknowledged.map(canonical));
  return after.acknowledged.filter((entry) => !known.has(canonical(entry)));
}

/** The weakenings that nobody answers for. */
export const unacknowledged = (changes: readonly Change[]): Change[] =>
  changes.filter(({ direction, acknowledged }) => direction === "weaker" && !acknowledged);

/** New acknowledgements of something that isn't a weakening: a misspelt field, most likely. */
export function acknowledgedInVain(
  before: Policy,
  after: Policy,
  changes: readonly Change[],
): Acknowledgement[] {
  const weakened = new Set(changes.filter(({ acknowledged }) => acknowledged).map(({ field }) => field));
  return freshAcknowledgements(before, after).filter(({ weakening }) => !weakened.has(weakening));
}
