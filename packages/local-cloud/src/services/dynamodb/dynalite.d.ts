declare module "dynalite" {
  import type { Server } from "node:http";
  export default function dynalite(options?: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
}

declare module "dynalite/db/index.js" {
  import type { Readable } from "node:stream";
  import type { IteratorOptions, Level } from "level";

  export type Item = Record<string, unknown>;
  export type Range = IteratorOptions<string, Item>;
  export type Callback = (error?: Error | null) => void;

  export type Operation = { type: "put"; key: string; value: Item } | { type: "del"; key: string };

  export interface SubDb {
    put(key: string, value: Item, callback: Callback): void;
    del(key: string, callback: Callback): void;
    createValueStream(range: Range): Readable;
    createKeyStream(): Readable;
  }

  export interface Index {
    IndexName: string;
  }

  export interface Table {
    TableName: string;
    LocalSecondaryIndexes?: Index[];
    GlobalSecondaryIndexes?: Index[];
  }

  export interface Store {
    db: Level<string, Item> & { batch(operations: Operation[], callback: Callback): void };
    tableDb: SubDb;
    getItemDb(table: string): SubDb;
    getTagDb(table: string): SubDb;
    getIndexDb(type: string, table: string, index: string): SubDb;
    deleteItemDb(table: string, callback: Callback): void;
    deleteIndexDb(type: string, table: string, index: string, callback: Callback): void;
    deleteTagDb(table: string, callback: Callback): void;
  }

  const db: {
    create(options: object): Store;
    createKey(item: Item, table: Table): string;
    getIndexActions(
      indexes: Index[],
      existing: Item | undefined,
      item: Item | null | undefined,
      table: Table,
    ): { puts: { index: string; key: string; item: Item }[]; deletes: { index: string; key: string }[] };
    updateIndexes(
      store: Store,
      table: Table,
      existing: Item | undefined,
      item: Item | null | undefined,
      callback: Callback,
    ): void;
  };
  export default db;
}
