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
  model: v.string(),
  bucket: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** So many items that nothing in them explains are read again. */
export const MOST_SUSPECTS = 10_000;

/** Joins one bucket of a table's two sides, item by item. */
export const joinSides =
  ({ store }: Pick<Services, "store">) =>
  async ({ runId, model, bucket }: v.InferOutput<typeof JoinSidesEvent>): Promise<{ suspected: number }> => {
    const plan = await planOf(store, runId);
    const window = dated(plan.tables.find((table) => table.model === model)!.window);
    const side = async (name: Side) =>
      bucketOf(store, await receiptsOf(store, plan, "items", model, name), "items", plan.bits, bucket);
    const { suspected } = await first(store, joinedKey(runId, model, bucket), async () =>
      join(await side("live"), await side("restored"), { window, most: MOST_SUSPECTS }),
    );
    return { suspected };
  };
