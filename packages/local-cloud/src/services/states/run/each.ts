import { aborted } from "./abort.ts";

/**
 * Runs something for each item, so many at once; gives the results in the items' order. When one fails the others are
 * told to end, and are waited for; then its error is thrown.
 */
export async function each<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  signal: AbortSignal,
  run: (item: Item, index: number, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const results: Result[] = new Array(items.length);
  let next = 0;
  let first: { error: unknown } | undefined;
  const worker = async () => {
    while (next < items.length && !either.aborted) {
      const index = next++;
      try {
        results[index] = await run(items[index]!, index, either);
      } catch (error) {
        first ??= { error };
        failed.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (first) throw first.error;
  if (signal.aborted) throw aborted;
  return results;
}
