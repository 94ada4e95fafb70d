import type { EngineCall } from "../../dynamodb/call.ts";

export interface Scan {
  call: EngineCall;
  tableName: string;
  signal: AbortSignal;
  /** From 0 to 1, as far as the table is read. */
  onProgress?(done: number): void;
}

/** Items in DynamoDB's wire format, as parsed from its JSON. */
export type WireItem = Record<string, unknown>;

interface Page {
  Items: WireItem[];
  LastEvaluatedKey?: WireItem;
}

/** A table is read in so many parts, so that it is known how far one is whatever its size. */
export const segments = 64;
export const readers = 4;
/** Of small items, so many make a page: a page of a megabyte takes memory and isn't faster. */
export const pageItems = 500;

/**
 * Reads a whole table. Each reader takes the pages that it is given one after the other; several read at a time
 * unless one page holds the table.
 */
export async function scanTable(
  scan: Scan,
  makeReader: () => { take(items: WireItem[]): Promise<void>; end(): Promise<void> },
): Promise<void> {
  const { signal, onProgress } = scan;
  const failure = new AbortController();
  const ended = AbortSignal.any([signal, failure.signal]);

  async function page(input: object): Promise<Page> {
    ended.throwIfAborted();
    return scan.call("Scan", { TableName: scan.tableName, ConsistentRead: true, ...input }, ended);
  }

  const whole = await page({});
  if (!whole.LastEvaluatedKey) {
    const reader = makeReader();
    await reader.take(whole.Items);
    return reader.end();
  }

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
  async function readSegment(Segment: number, take: (items: WireItem[]) => Promise<void>): Promise<void> {
    let ExclusiveStartKey: WireItem | undefined;
    do {
      const { Items, LastEvaluatedKey } = await page({
        Segment,
        TotalSegments: segments,
        Limit: pageItems,
        ExclusiveStartKey,
      });
      await take(Items);
      ExclusiveStartKey = LastEvaluatedKey;
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
