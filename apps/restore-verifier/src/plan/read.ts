import type { Seed } from "@holdfast/restore-check";
import { getJson, type Store } from "../store.ts";
import { type Pass, type Plan, planKey, type Receipt, receiptKey, type Side, seedKey } from "./plan.ts";

export async function planOf(store: Store, runId: string): Promise<Plan> {
  const plan = await getJson<Plan>(store, planKey(runId));
  if (!plan) throw new Error(`Run ${runId} has no plan: ${planKey(runId)} is not there.`);
  return plan;
}

export async function seedOf(store: Store, runId: string): Promise<Seed> {
  const kept = await getJson<{ seed: string }>(store, seedKey(runId));
  if (!kept) throw new Error(`Run ${runId} has no seed: ${seedKey(runId)} is not there.`);
  return Buffer.from(kept.seed, "hex");
}

/** What the scans of one side of a table left, part by part. Throws when a part is missing: it would void the verdict. */
export async function receiptsOf(
  store: Store,
  plan: Plan,
  pass: Pass,
  model: string,
  side: Side,
): Promise<Receipt[]> {
  const units = plan.tables.find((table) => table.model === model)?.units ?? [];
  const receipts: Receipt[] = [];
  for (const unit of units.filter((number) => plan.units[number]!.side === side)) {
    let isWhole = false;
    for (let part = 0; !isWhole; part++) {
      const receipt = await getJson<Receipt>(store, receiptKey(plan.runId, pass, unit, part));
      if (!receipt) {
        const { first, count, total } = plan.units[unit]!;
        throw new Error(
          `The ${side} table was not read to its end: segments ${first} to ${first + count - 1} of ${total} left no summary.`,
        );
      }
      if (receipt.problem) throw new Error(receipt.problem);
      receipts.push(receipt);
      isWhole = !receipt.next;
    }
  }
  if (receipts.length === 0)
    throw new Error(`The ${side} table was not read: the run's plan has no part of it.`);
  return receipts;
}
