import { Level } from "level";
import type { StreamRecord } from "../dynamodb/streams.ts";

/** What streams hold for event source mappings: each in its order, in files, until a function is done with it. */
export interface StreamQueue {
  append(mapping: string, records: StreamRecord[]): Promise<void>;
  /** The oldest, so many at most. */
  peek(mapping: string, limit: number): Promise<StreamRecord[]>;
  /** Takes away the oldest so many. */
  drop(mapping: string, count: number): Promise<void>;
  clear(mapping: string): Promise<void>;
  stop(): Promise<void>;
}

const start = (mapping: string) => `${mapping}/`;
const range = (mapping: string) => ({ gte: start(mapping), lt: `${mapping}0` });

export async function openStreamQueue(folder: string): Promise<StreamQueue> {
  const db = new Level<string, StreamRecord>(folder, { valueEncoding: "json" });
  await db.open().catch((error: Error) => {
    throw new Error(
      `The streams in ${folder} can't be read (${((error.cause ?? error) as Error).message}). Another program has them open, or they are damaged: stop that program, or start with --fresh.`,
      { cause: error },
    );
  });
  const lasts = new Map<string, Promise<number>>();
  const writing = new Set<Promise<unknown>>();

  function last(mapping: string): Promise<number> {
    const known = lasts.get(mapping);
    if (known) return known;
    const found = db
      .keys({ ...range(mapping), reverse: true, limit: 1 })
      .all()
      .then(([key]) => (key ? Number(key.slice(start(mapping).length)) : 0));
    lasts.set(mapping, found);
    return found;
  }

  function track<T>(task: Promise<T>): Promise<T> {
    const settled: Promise<void> = task.then(
      () => void writing.delete(settled),
      () => void writing.delete(settled),
    );
    writing.add(settled);
    return task;
  }

  return {
    append(mapping, records) {
      const before = last(mapping);
      const place = before.then((number) => number + records.length);
      // Whoever comes next, comes after these.
      lasts.set(mapping, place);
      const put = before.then((number) =>
        db.batch(
          records.map((value, index) => ({
            type: "put" as const,
            key: start(mapping) + String(number + index + 1).padStart(15, "0"),
            value,
          })),
        ),
      );
      return track(put);
    },
    peek: (mapping, limit) => db.values({ ...range(mapping), limit }).all(),
    async drop(mapping, count) {
      const keys = await db.keys({ ...range(mapping), limit: count }).all();
      await track(db.batch(keys.map((key) => ({ type: "del", key }))));
    },
    clear: (mapping) => db.clear(range(mapping)),
    async stop() {
      await Promise.all(writing);
      await db.close();
    },
  };
}
