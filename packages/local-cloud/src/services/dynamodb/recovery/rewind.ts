import { asJson, type EngineCall } from "../call.ts";
import { writeBatch, writeLines } from "../moving/fill.ts";
import { scanTable } from "../moving/scan.ts";
import { nameOfItem } from "../writes.ts";
import type { BeforeImage, RecoveryLog } from "./log.ts";

interface Rewind {
  call: EngineCall;
  log: RecoveryLog;
  from: string;
  /** A table that is empty. */
  to: string;
  /** Epoch milliseconds. */
  at: number;
  signal: AbortSignal;
}

const batchSize = 25;

/**
 * Fills a table with what another one held at an instant: a copy of it as it is now, on which everything written
 * since is undone, the last write first. What is written during the copy is in the log, too, and is undone with the
 * rest. It takes no memory that grows with the table or with the log.
 */
export async function rewind({ call, log, from, to, at, signal }: Rewind): Promise<void> {
  await scanTable({ call, tableName: from, signal }, () => ({
    take: ({ lines, items }) => (items > 0 ? writeLines(call, to, lines, signal) : Promise.resolve()),
    end: async () => {},
  }));
  // Of one item the oldest image counts: a batch has each item once.
  let batch = new Map<string, BeforeImage>();
  for await (const image of log.newestFirst(at)) {
    signal.throwIfAborted();
    batch.set(nameOfItem({ table: to, key: image.key }), image);
    if (batch.size < batchSize) continue;
    await undo(batch);
    batch = new Map();
  }
  if (batch.size > 0) await undo(batch);

  async function undo(images: Map<string, BeforeImage>): Promise<void> {
    const requests = [...images.values()].map(({ key, before }) =>
      before ? { PutRequest: { Item: before } } : { DeleteRequest: { Key: key } },
    );
    // Large items are written one by one: 25 of them may be more than a request takes.
    const text = asJson({ RequestItems: { [to]: requests } });
    if (text.length <= mostBytes) return writeBatch(call, to, text, signal);
    for (const request of requests)
      await writeBatch(call, to, asJson({ RequestItems: { [to]: [request] } }), signal);
  }
}

const mostBytes = 4 * 1024 * 1024;
