import { asJson, type EngineCall } from "../call.ts";
import { type Page, readPage } from "./page.ts";
import { release } from "./release.ts";

export interface Scan {
  call: EngineCall;
  tableName: string;
  signal: AbortSignal;
  /** From 0 to 1, as far as the table is read. */
  onProgress?(done: number): void;
}

/** Takes one page after the other. */
export interface Reader {
  /** The page's memory is given back when this resolves. */
  take(page: Page): Promise<void>;
  end(): Promise<void>;
}

/** A table is read in so many parts, so that it is known how far one is whatever its size. */
export const segments = 64;
export const readers = 2;
/** Of small items, so many make a page: a page of a megabyte takes memory and isn't faster. */
export const pageItems = 250;

/**
 * Reads a whole table. Each reader takes the pages that it is given one after the other; several read at a time
 * unless one page holds the table.
 */
export async function scanTable(scan: Scan, makeReader: () => Reader): Promise<void> {
  const { signal, onProgress } = scan;
  const failure = new AbortController();
  const ended = AbortSignal.any([signal, failure.signal]);

  async function page<T>(input: object, take: (page: Page) => Promise<T> | T): Promise<T> {
    ended.throwIfAborted();
    const asked = asJson({ TableName: scan.tableName, ConsistentRead: true, ...input });
    const body = await scan.call("Scan", asked, ended);
    const taken = await take(readPage(body));
    release(body);
    return taken;
  }

  const isWhole = await page({ Limit: pageItems }, async (first) => {
    if (first.lastEvaluatedKey) return false;
    const reader = makeReader();
    await reader.take(first);
    await reader.end();
    return true;
  });
  if (isWhole) return;

  let next = 0;
  let done = 0;
  async function read(): Promise<void> {
    const reader = makeReader();
    while (next < segments) {
      await readSegment(next++, reader.take);
      onProgress?.(++done / segments);
    }
    await reader.end();
  }
  async function readSegment(Segment: number, take: Reader["take"]): Promise<void> {
    let ExclusiveStartKey: unknown;
    do {
      const asked = { Segment, TotalSegments: segments, Limit: pageItems, ExclusiveStartKey };
      ExclusiveStartKey = await page(asked, async (read) => {
        await take(read);
        return read.lastEvaluatedKey;
      });
    } while (ExclusiveStartKey);
  }
  await untilAllEnd(Array.from({ length: readers }, read), failure);
}

/** Stops the rest when one fails, and returns or throws only when nothing runs any more. */
export async function untilAllEnd(work: Promise<void>[], failure: AbortController): Promise<void> {
  let first: { reason: unknown } | undefined;
  const watched = work.map((one) =>
    one.catch((reason) => {
      first ??= { reason };
      failure.abort(reason);
    }),
  );
  await Promise.all(watched);
  if (first) throw first.reason;
}
