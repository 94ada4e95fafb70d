import { findOrphans } from "@holdfast/restore-check";
import * as v from "valibot";
import { bucketOf } from "./buckets.ts";
import { orphansKey } from "./plan/plan.ts";
import { planOf, receiptsOf } from "./plan/read.ts";
import type { Services } from "./services.ts";
import { first } from "./store.ts";

const Index = v.pipe(v.number(), v.integer(), v.minValue(0));
export const JoinRelationEvent = v.object({ runId: v.string(), relation: Index, bucket: Index });

/** So many items that nothing answers are explained one by one. */
export const MOST_ORPHANS = 1000;

/** Finds the references of one bucket that nothing in the restored set answers. */
export const joinRelation =
  ({ store }: Pick<Services, "store">) =>
  async ({
    runId,
    relation,
    bucket,
  }: v.InferOutput<typeof JoinRelationEvent>): Promise<{ missing: number }> => {
    const plan = await planOf(store, runId);
    const { from, to } = plan.relations[relation]!;
    const { missing } = await first(store, orphansKey(runId, relation, bucket), async () => {
      const [named, naming] = await Promise.all([
        receiptsOf(store, plan, "sums", to, "restored"),
        receiptsOf(store, plan, "sums", from, "restored"),
      ]);
      return findOrphans(
        bucketOf(store, named, "keys", plan.bits, bucket),
        bucketOf(store, naming, `references-${to}`, plan.bits, bucket),
        MOST_ORPHANS,
      );
    });
    return { missing };
  };
