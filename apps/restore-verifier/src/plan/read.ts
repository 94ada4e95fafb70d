import type { Seed } from "@holdfast/restore-check";
import { getJson, type Store } from "../store.ts";
import { type Pass, type Plan, planKey, type Receipt, receiptKey, type Side, seedKey } from "./plan.ts";

export async function planOf(store: Store, runId: string): Promise<Plan> {
  const plan = await kept<Plan>(store, planKey(runId));
  if (!plan) throw new Error(`Run ${runId} has no plan: ${planKey(runId)} is not there.`);
  return plan;
}

export async function seedOf(store: Store, runId: string): Promise<Seed> {
  const seed = await seedIfDrawn(store, runId);
  if (!seed) throw new Error(`Run ${runId} has no seed: ${seedKey(runId)} is not there.`);
  return seed;
}

/** Undefined of a run that broke before its plan was made. */
export async function seedIfDrawn(store: Store, runId: string): Promise<Buffer | undefined> {
  const drawn = await kept<{ seed: string }>(store, seedKey(runId));
  return drawn && Buffer.from(drawn.seed, "hex");
}

const MOST_REMEMBERED = 4;
const remembered = new WeakMap<Store, Map<string, Promise<unknown>>>();

/** Plan and seed never change once they are there: a Lambda that works on many parts of a run reads them once. */
function kept<T>(store: Store, key: string): Promise<T | undefined> {
  const known = remembered.get(store) ?? new Map<string, Promise<unknown>>();
  remembered.set(store, known);
  const there = known.get(key);
  if (there) return there as Promise<T>;
  const value = getJson<T>(store, key);
  known.set(key, value);
  // What isn't there yet may come.
  const forget = () => known.get(key) === value && known.delete(key);
  value.then((read) => read === undefined && forget(), forget);
  if (known.size > MOST_REMEMBERED) known.delete(known.keys().next().value!);
  return value;
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
