import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import db, { type Item, type Store } from "dynalite/db/index.js";
import { Level } from "level";
import { afterEach, beforeEach, expect, test } from "vitest";
import { engineCall } from "./call.ts";
import { startDynalite } from "./dynaliteEngine.ts";
import { improveDynalite } from "./dynaliteStore.ts";
import type { Engine } from "./engine.ts";

let folder: string;
let engine: Engine;
const call = (operation: string, input: unknown) => engineCall(engine, operation, input);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-test-"));
  engine = await startDynalite(folder, "us-east-1");
});
afterEach(async () => {
  await engine.stop();
  await rm(folder, { recursive: true });
});

const withIndex = {
  AttributeDefinitions: ["id", "kind"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
  GlobalSecondaryIndexes: [
    {
      IndexName: "byKind",
      KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
      Projection: { ProjectionType: "ALL" },
    },
  ],
};

async function makeTable(TableName: string, items = 3): Promise<void> {
  await call("CreateTable", {
    TableName,
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
    ...withIndex,
  });
  while ((await statusOf(TableName)) !== "ACTIVE") await delay(1);
  for (let number = 0; number < items; number++)
    await call("PutItem", { TableName, Item: { id: { S: `${number}` }, kind: { S: "giant" } } });
}

const statusOf = async (TableName: string) =>
  (await call("DescribeTable", { TableName })).Table.TableStatus as string;
const count = async (TableName: string, more = {}) =>
  (await call("Scan", { TableName, Select: "COUNT", ...more })).Count as number;

/** Kills dynalite in the middle of what these tables are in. */
async function killedWith(statuses: Record<string, string>): Promise<void> {
  await engine.stop();
  const level = new Level<string, any>(folder, { valueEncoding: "json" });
  for (const [name, TableStatus] of Object.entries(statuses)) {
    const table = await level.get(`table~${name}`);
    for (const index of table.GlobalSecondaryIndexes) index.IndexStatus = TableStatus;
    await level.put(`table~${name}`, { ...table, TableStatus });
  }
  await level.close();
  engine = await startDynalite(folder, "us-east-1");
}

test("a table that was being made or changed at the end is ACTIVE, with its items", async () => {
  await makeTable("Made");
  await makeTable("Changed");
  await killedWith({ Made: "CREATING", Changed: "UPDATING" });

  for (const name of ["Made", "Changed"]) {
    const { Table } = await call("DescribeTable", { TableName: name });
    expect([Table.TableStatus, Table.GlobalSecondaryIndexes[0].IndexStatus]).toEqual(["ACTIVE", "ACTIVE"]);
    expect([await count(name), await count(name, { IndexName: "byKind" })]).toEqual([3, 3]);
  }
});

test("a table that was being deleted at the end is gone, with all that was in it", async () => {
  await makeTable("Gone");
  await makeTable("GoneNot");
  await killedWith({ Gone: "DELETING" });

  expect((await call("ListTables", {})).TableNames).toEqual(["GoneNot"]);
  await makeTable("Gone", 0);
  expect([await count("Gone"), await count("Gone", { IndexName: "byKind" })]).toEqual([0, 0]);
  expect([await count("GoneNot"), await count("GoneNot", { IndexName: "byKind" })]).toEqual([3, 3]);
});

test("deleting a table leaves nothing of it, and all of the others", async () => {
  await makeTable("One");
  await makeTable("OneMore");
  await call("DeleteTable", { TableName: "One" });
  while ((await call("ListTables", {})).TableNames.includes("One")) await delay(1);
  await makeTable("One", 1);

  expect([await count("One"), await count("One", { IndexName: "byKind" })]).toEqual([1, 1]);
  expect([await count("OneMore"), await count("OneMore", { IndexName: "byKind" })]).toEqual([3, 3]);
});

test("an index follows its items", async () => {
  await makeTable("Beasts");
  const key = { TableName: "Beasts", Key: { id: { S: "1" } } };
  const kinds = async () =>
    (await call("Scan", { TableName: "Beasts", IndexName: "byKind" })).Items.map(
      ({ id, kind }: Record<string, { S: string }>) => `${id!.S} ${kind!.S}`,
    ).sort();
  await call("PutItem", { TableName: "Beasts", Item: { id: { S: "0" }, kind: { S: "horse" } } });
  await call("UpdateItem", {
    ...key,
    UpdateExpression: "SET kind = :kind",
    ExpressionAttributeValues: { ":kind": { S: "bird" } },
  });
  expect(await kinds()).toEqual(["0 horse", "1 bird", "2 giant"]);

  await call("UpdateItem", { ...key, UpdateExpression: "REMOVE kind" });
  await call("DeleteItem", { TableName: "Beasts", Key: { id: { S: "2" } } });
  expect(await kinds()).toEqual(["0 horse"]);
  expect(await count("Beasts")).toBe(2);
});

const memoryStore = (): Store => {
  improveDynalite();
  return db.create({});
};
const keysOf = (store: Store) => store.db.keys().all();

test("an item and its index entries reach the store together", async () => {
  const store = memoryStore();
  const table = {
    TableName: "Beasts",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    ...withIndex,
  };
  const item: Item = { id: { S: "0" }, kind: { S: "giant" } };
  const write = async (existing: Item | undefined, now: Item | undefined) => {
    const before = await keysOf(store);
    await new Promise<void>((resolve) => db.updateIndexes(store, table, existing, now, () => resolve()));
    expect(await keysOf(store)).toEqual(before);
    const items = store.getItemDb("Beasts");
    const key = db.createKey(item, table);
    await new Promise<void>((resolve) =>
      now ? items.put(key, now, () => resolve()) : items.del(key, () => resolve()),
    );
    return (await keysOf(store)).map((name) => name.split("~")[0]);
  };

  expect(await write(undefined, item)).toEqual(["index-global", "item-Beasts"]);
  expect(await write(item, { id: { S: "0" } })).toEqual(["item-Beasts"]);
  expect(await write({ id: { S: "0" } }, undefined)).toEqual([]);
});

test("closes its iterators, whether a page ends early or at the end", async () => {
  const store = memoryStore();
  for (let number = 0; number < 500; number++) await store.db.put(`item-A~${number + 1000}`, { number });
  await store.db.put("table~A", {});
  const opened: { next(): Promise<unknown> }[] = [];
  for (const method of ["values", "keys"] as const) {
    const open = store.db[method] as unknown as (options: never) => never;
    store.db[method] = ((options: never) => {
      opened.push(open.call(store.db, options));
      return opened.at(-1);
    }) as never;
  }
  const read = async (stream: Readable, most: number) => {
    let items = 0;
    for await (const _ of stream) if (++items === most) break;
    return items;
  };

  expect([
    await read(store.getItemDb("A").createValueStream({}), 10),
    await read(store.getItemDb("A").createValueStream({}), 1000),
    await read(store.tableDb.createKeyStream(), 1000),
  ]).toEqual([10, 500, 1]);
  for (const iterator of opened)
    await expect(iterator.next()).rejects.toMatchObject({ code: "LEVEL_ITERATOR_NOT_OPEN" });
  expect(opened.length).toBe(3);
});

test("lists tables, and no other keys, in pages", async () => {
  await makeTable("One");
  await makeTable("Two");

  expect((await call("ListTables", {})).TableNames).toEqual(["One", "Two"]);
  expect(await call("ListTables", { Limit: 1 })).toEqual({
    TableNames: ["One"],
    LastEvaluatedTableName: "One",
  });
  expect((await call("ListTables", { ExclusiveStartTableName: "One" })).TableNames).toEqual(["Two"]);
});
