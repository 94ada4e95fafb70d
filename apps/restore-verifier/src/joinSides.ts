import { joinSides as join } from "@holdfast/restore-check";
import * as v from "valibot";
import { bucketOf } from "./buckets.ts";
import { joinedKey, type Side } from "./plan/plan.ts";
import { planOf, receiptsOf } from "./plan/read.ts";
import { dated } from "./pointWindow.ts";
import type { Services } from "./services.ts";
import { first } from "./store.ts";

export const JoinSidesEvent = v.object({
  runId: v.string(),
  models: v.array(v.string()),
  bucket: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** So many items that nothing in them explains are read again. */
export const MOST_SUSPECTS = 10_000;

/** Joins one bucket of each table's two sides, item by item: one table after the other, as memory holds one of them. */
export const joinSides =
  ({ store }: Pick<Services, "store">) =>
  async ({ runId, models, bucket }: v.InferOutput<typeof JoinSidesEvent>): Promise<{ suspected: number }> => {
    const plan = await planOf(store, runId);
    const failures: unknown[] = [];
    let suspected = 0;
    for (const model of models) {
      const window = dated(plan.tables.find((table) => table.model === model)!.window);
      const side = async (name: Side) =>
        bucketOf(store, await receiptsOf(store, plan, "items", model, name), "items", plan.bits, bucket);
      // One table that was not read to its end must not keep the others from being joined.
      await first(store, joinedKey(runId, model, bucket), async () =>
        join(await side("live"), await side("restored"), { window, most: MOST_SUSPECTS }),
      ).then(
        (joined) => {
          suspected += joined.suspected;
        },
        (error) => failures.push(error),
      );
    }
    if (failures.length > 0) throw failures[0];
    return { suspected };
  };
