import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Level } from "level";
import { type Content, type Contents, createContents } from "./contents.ts";
import type { Upload, Version } from "./versions.ts";

/** What is stored at a key: its versions, newest first, and the uploads in parts that go on there. */
export interface Entry {
  versions: Version[];
  uploads: Upload[];
}

export interface Store {
  at(bucket: string, key: string): Promise<Entry>;
  /** Changes what is at a key, after every change before it: wholly or, in a crash, not at all. */
  change<T>(bucket: string, key: string, change: (entry: Entry) => { entry: Entry; result: T }): Promise<T>;
  /**
   * Keys in the order of their UTF-8 bytes, those at `from` or after it that begin with `prefix`. `skipPast(text)`
   * goes on behind all that begin with the text.
   */
  keys(bucket: string, prefix: string, from: string): KeyWalk;
  contents: Pick<Contents, "read">;
  /** Writes a content that belongs nowhere yet: `change` gives it its place. */
  write: <T>(
    key: Buffer | undefined,
    fill: (append: (chunk: Buffer) => Promise<void>) => Promise<T>,
  ) => Promise<{ content: Content; result: T }>;
  /** Removes a content that got no place. */
  abandon(content: Content): void;
  stop(): Promise<void>;
}

export interface KeyWalk extends AsyncDisposable {
  next(): Promise<{ key: string; entry: Entry } | undefined>;
  skipPast(text: string): void;
}

const nothing: Entry = { versions: [], uploads: [] };
const last = "\u{10ffff}";

/**
 * The objects of all buckets in `folder`: an index of keys, and the contents in files beside it. A content that has no
 * place in the index is marked there before its file is begun and until it has one: what a crash leaves of it is
 * removed at the next start.
 */
export async function openStore(folder: string): Promise<Store> {
  const index = new Level<string, any>(join(folder, "index"), { valueEncoding: "json" });
  await index.open().catch((error: Error) => {
    throw new Error(
      `The index of objects in ${folder} can't be read (${((error.cause ?? error) as Error).message}). Another program has it open, or it is damaged: stop that program, or start with --fresh.`,
      { cause: error },
    );
  });
  const contents = createContents(join(folder, "contents"));
  const changing = new Map<string, Promise<unknown>>();
  const removing = new Set<Promise<void>>();

  /** Nobody waits for it: what can't be removed now goes at the next start. */
  function remove(ids: string[]): void {
    const task: Promise<void> = contents
      .remove(ids)
      .then(() => index.batch(ids.map((id) => ({ type: "del", key: `loose/${id}` }))))
      .catch(() => {})
      .finally(() => removing.delete(task));
    removing.add(task);
  }

  const loose = await index.keys({ gt: "loose/", lt: "loose0" }).all();
  await contents.remove(loose.map((name) => name.slice("loose/".length)));
  await index.batch(loose.map((name) => ({ type: "del", key: name })));

  const store: Store = {
    contents,
    at: async (bucket, key) => (await index.get(nameOf(bucket, key))) ?? nothing,
    change(bucket, key, change) {
      const name = nameOf(bucket, key);
      const before = changing.get(name) ?? Promise.resolve();
      const mine = before.catch(() => {}).then(() => changeNow(name, change));
      const settled = mine
        .catch(() => {})
        .then(() => void (changing.get(name) === settled && changing.delete(name)));
      changing.set(name, settled);
      return mine;
    },
    keys(bucket, prefix, from) {
      const start = Buffer.compare(Buffer.from(from), Buffer.from(prefix)) > 0 ? from : prefix;
      const walk = index.iterator({
        gte: nameOf(bucket, start),
        // Buckets' names have no character below the hyphen: `\x01` is behind all keys of this one.
        lt: `key/${bucket}\x01`,
      });
      return {
        async next() {
          const found = await walk.next();
          const key = found?.[0].slice(nameOf(bucket, "").length);
          return key?.startsWith(prefix) ? { key, entry: found![1] as Entry } : undefined;
        },
        skipPast: (text) => walk.seek(nameOf(bucket, text + last)),
        [Symbol.asyncDispose]: () => walk.close(),
      };
    },
    async write(key, fill) {
      const id = randomUUID();
      await index.put(`loose/${id}`, 1, { sync: true });
      try {
        return await contents.write(id, key, fill);
      } catch (error) {
        await index.del(`loose/${id}`);
        throw error;
      }
    },
    abandon: ({ id }) => remove([id]),
    async stop() {
      await Promise.all(changing.values());
      await Promise.all(removing);
      await index.close();
    },
  };
  return store;

  async function changeNow<T>(
    name: string,
    change: (entry: Entry) => { entry: Entry; result: T },
  ): Promise<T> {
    const before: Entry = (await index.get(name)) ?? nothing;
    const { entry, result } = change(before);
    const [had, has] = [idsOf(before), idsOf(entry)];
    const dropped = [...had].filter((id) => !has.has(id));
    const isEmpty = entry.versions.length + entry.uploads.length === 0;
    await index.batch(
      [
        isEmpty
          ? { type: "del" as const, key: name }
          : { type: "put" as const, key: name, value: entry as any },
        ...[...has].filter((id) => !had.has(id)).map((id) => ({ type: "del" as const, key: `loose/${id}` })),
        ...dropped.map((id) => ({ type: "put" as const, key: `loose/${id}`, value: 1 })),
      ],
      { sync: true },
    );
    if (dropped.length > 0) remove(dropped);
    return result;
  }
}

const nameOf = (bucket: string, key: string) => `key/${bucket}\0${key}`;

function idsOf({ versions, uploads }: Entry): Set<string> {
  return new Set([
    ...versions.flatMap(({ contents }) => contents.map(({ id }) => id)),
    ...uploads.flatMap(({ parts }) => Object.values(parts).map(({ content }) => content.id)),
  ]);
}
