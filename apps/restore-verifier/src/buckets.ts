import { bucketRange, headLength } from "@holdfast/restore-check";
import type { Receipt } from "./plan/plan.ts";
import type { Store } from "./store.ts";

/** One bucket's bytes in every file of that name, file after file. */
export async function* bucketOf(
  store: Store,
  receipts: readonly Receipt[],
  name: string,
  bits: number,
  bucket: number,
): AsyncGenerator<Buffer> {
  for (const file of receipts.flatMap(({ files }) => files[name] ?? [])) {
    const head = await store.get(file, { start: 0, end: headLength(bits) });
    if (!head) throw new Error(`${file} is not there: the run's files are incomplete.`);
    const bytes = await store.get(file, bucketRange(head, bits, bucket));
    if (!bytes) throw new Error(`${file} is not there: the run's files are incomplete.`);
    yield bytes;
  }
}
