import { Readable } from "node:stream";
import db, { type Callback, type Operation, type Range, type Store, type SubDb } from "dynalite/db/index.js";

/**
 * LevelDB maps the files that it has open into memory, as far as it reads them, and would have a thousand of 2 MB open.
 * These are the least that it takes: it has 64 open at most, of 1 MB.
 */
const levelOptions = { maxOpenFiles: 74, maxFileSize: 1024 * 1024, cacheSize: 4 * 1024 * 1024 };

/**
 * Four things that dynalite 4.0.0 does with its store can't be asked of a store that holds tables of any size and
 * may be killed at any instant, and are done here instead:
 * - it never closes an iterator: each page of a scan or query held memory for ever, and the store kept what was
 *   deleted since;
 * - to list tables it reads all keys of all tables;
 * - to delete a table it reads all keys of all tables into memory;
 * - it writes an item and its index entries one after the other: a crash in between left them at odds.
 */
export function improveDynalite(onCreated?: (store: Store) => void): void {
  originals.create ??= db.create;
  db.create = (options) => {
    const store = create(options);
    onCreated?.(store);
    return store;
  };
  db.updateIndexes = noteIndexEntries;
}

const originals: { create?: typeof db.create } = {};
/** The index entries that go to the store with an item, by the item's key in the store. */
const entries = new WeakMap<Store, Map<string, Operation[]>>();

const itemPrefix = (table: string) => `item-${table}~`;
const indexPrefix = (type: string, table: string, index: string) =>
  `index-${type.toLowerCase()}~${table}~${index}~`;
const tablePrefix = "table~";
const tagPrefix = (table: string) => `tag-${table}~`;

function create(options: object): Store {
  const store = originals.create!(options);
  // It would open by itself in a moment, and with its defaults. What fails is told again to whoever opens it once more.
  store.db.open(levelOptions).catch(() => {});
  const noted = new Map<string, Operation[]>();
  entries.set(store, noted);

  function withIterators(sub: SubDb, prefix: string): SubDb {
    sub.createValueStream = (range) => valueStream(store, prefix, range);
    return sub;
  }
  function withEntries(sub: SubDb, prefix: string): SubDb {
    const write = (operation: Operation, callback: Callback) => {
      const together = noted.get(operation.key) ?? [];
      noted.delete(operation.key);
      store.db.batch([...together, operation], callback);
    };
    sub.put = (key, value, callback) => write({ type: "put", key: prefix + key, value }, callback);
    sub.del = (key, callback) => write({ type: "del", key: prefix + key }, callback);
    return sub;
  }

  function withKeys(sub: SubDb, prefix: string): SubDb {
    sub.createKeyStream = () => keyStream(store, prefix);
    return sub;
  }

  const { getItemDb, getIndexDb, getTagDb } = store;
  withKeys(store.tableDb, tablePrefix);
  store.getTagDb = (table) => withKeys(withIterators(getTagDb(table), tagPrefix(table)), tagPrefix(table));
  store.getItemDb = (table) =>
    withEntries(withIterators(getItemDb(table), itemPrefix(table)), itemPrefix(table));
  store.getIndexDb = (type, table, index) =>
    withIterators(getIndexDb(type, table, index), indexPrefix(type, table, index));
  store.deleteItemDb = (table, callback) => clear(store, itemPrefix(table), callback);
  store.deleteTagDb = (table, callback) => clear(store, tagPrefix(table), callback);
  store.deleteIndexDb = (type, table, index, callback) =>
    clear(store, indexPrefix(type, table, index), callback);
  return store;
}

/** dynalite calls it with the item's key locked, right before it puts or deletes the item. */
const noteIndexEntries: typeof db.updateIndexes = (store, table, existing, item, callback) => {
  const held = item ?? existing;
  if (!held) return callback();
  const operations = ["Local", "Global"].flatMap((type) => {
    const indexes = table[`${type}SecondaryIndexes` as "LocalSecondaryIndexes"] ?? [];
    const { puts, deletes } = db.getIndexActions(indexes, existing, item, table);
    const keyOf = (index: string, key: string) => indexPrefix(type, table.TableName, index) + key;
    return [
      ...deletes.map(({ index, key }) => ({ type: "del" as const, key: keyOf(index, key) })),
      ...puts.map(({ index, key, item: value }) => ({ type: "put" as const, key: keyOf(index, key), value })),
    ];
  });
  if (operations.length > 0)
    entries.get(store)!.set(itemPrefix(table.TableName) + db.createKey(held, table), operations);
  callback();
};

/** All keys that begin with a prefix: what follows it is hexadecimal. */
const rangeOf = (prefix: string) => ({ gte: prefix, lt: `${prefix}\xff` });

function clear(store: Store, prefix: string, callback: Callback): void {
  store.db.clear(rangeOf(prefix)).then(() => callback(), callback);
}

function valueStream({ db: level }: Store, prefix: string, range: Range): Readable {
  const { gt, gte, lt, lte, ...rest } = range;
  const bounds = Object.entries({ gt, gte, lt, lte }).filter(([, key]) => key !== undefined && key !== "");
  const from = bounds.some(([name]) => name.startsWith("g")) ? {} : { gte: prefix };
  const to = bounds.some(([name]) => name.startsWith("l")) ? {} : { lt: `${prefix}\xff` };
  const bounded = Object.fromEntries(bounds.map(([name, key]) => [name, prefix + key]));
  return streamOf(level.values({ ...rest, ...from, ...to, ...bounded }));
}

/** The keys that begin with a prefix, without it. */
const keyStream = ({ db: level }: Store, prefix: string): Readable =>
  streamOf(level.keys(rangeOf(prefix)), (key) => key.slice(prefix.length));

interface Values<T> {
  nextv(size: number): Promise<T[]>;
  close(): Promise<void>;
}

function streamOf<T>(iterator: Values<T>, change: (value: T) => unknown = (value) => value): Readable {
  return new Readable({
    objectMode: true,
    read() {
      iterator.nextv(valuesAtATime).then(
        (values) => {
          for (const value of values) this.push(change(value));
          if (values.length === 0) this.push(null);
        },
        (error) => this.destroy(error),
      );
    },
    destroy(error, callback) {
      iterator.close().then(() => callback(error), callback);
    },
  });
}

const valuesAtATime = 100;
