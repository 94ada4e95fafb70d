import { bucketRange, headLength } from "@holdfast/restore-check";
import { bytesOf } from "./kept.ts";
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
    const head = await bytesOf(store, file, { start: 0, end: headLength(bits) });
    yield await bytesOf(store, file, bucketRange(head, bits, bucket));
  }
}
