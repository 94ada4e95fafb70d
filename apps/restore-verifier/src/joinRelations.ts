import { findOrphans, type Orphans } from "@holdfast/restore-check";
import * as v from "valibot";
import { bucketOf } from "./buckets.ts";
import { orphansKey, type Receipt } from "./plan/plan.ts";
import { planOf, receiptsOf } from "./plan/read.ts";
import type { Services } from "./services.ts";
import { first } from "./store.ts";

export const JoinRelationsEvent = v.object({
  runId: v.string(),
  bucket: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** So many items that nothing answers are explained one by one. */
export const MOST_ORPHANS = 1000;

/** Finds, relation by relation, the references of one bucket that nothing in the restored set answers. */
export const joinRelations =
  ({ store }: Pick<Services, "store">) =>
  async ({ runId, bucket }: v.InferOutput<typeof JoinRelationsEvent>): Promise<{ missing: number }> => {
    const plan = await planOf(store, runId);
    const known = new Map<string, Promise<Receipt[]>>();
    const receipts = (model: string) => {
      const there = known.get(model) ?? receiptsOf(store, plan, "sums", model, "restored");
      known.set(model, there);
      return there;
    };
    const file = async function* (model: string, name: string) {
      yield* bucketOf(store, await receipts(model), name, plan.bits, bucket);
    };
    const failures: unknown[] = [];
    let missing = 0;
    for (const [relation, { from, to }] of plan.relations.entries()) {
      const join = (): Promise<Orphans> =>
        findOrphans(file(to, "keys"), file(from, `references-${to}`), MOST_ORPHANS);
      // One table that was not read to its end must not keep the others' references from being joined.
      await first(store, orphansKey(runId, relation, bucket), join).then(
        (orphans) => {
          missing += orphans.missing;
        },
        (error) => failures.push(error),
      );
    }
    if (failures.length > 0) throw failures[0];
    return { missing };
  };
