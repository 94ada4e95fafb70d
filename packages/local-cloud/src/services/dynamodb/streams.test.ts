import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import dynalite from "dynalite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HttpReply } from "../../service.ts";
import { place } from "../kms/testing.ts";
import { asJson, engineCall } from "./call.ts";
import { connectEngine, type Engine } from "./engine.ts";
import { type BeforeImages, createChangeCapture, type StreamRecord } from "./streams.ts";
import { createTables, streamLabel, type Tables } from "./tables.ts";

let server: Server;
let engine: Engine;
let tables: Tables;

beforeAll(async () => {
  server = dynalite({ createTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  engine = await connectEngine(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, place.region);
  tables = createTables(engine, { value: {}, save() {} }, place, { now: () => new Date() });
  await engineCall(engine, "CreateTable", {
    TableName: "Beasts",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
  });
  while ((await tables.describe("Beasts"))?.description.TableStatus !== "ACTIVE");
  tables.saveSettings("Beasts", { streamViewType: "NEW_AND_OLD_IMAGES" });
});
afterAll(async () => {
  await engine.stop();
  server.close();
});

const none: BeforeImages = { wants: () => false, keep: async () => {} };

function capture(beforeImages = none) {
  const records: StreamRecord[] = [];
  const changes = createChangeCapture({
    engine,
    tables,
    region: place.region,
    now: () => new Date(),
    beforeImages,
    sequence: { value: { next: 0 }, save() {} },
  });
  changes.subscribe(`${tables.arn("Beasts")}/stream/${streamLabel}`, {
    eventNames: ["INSERT", "MODIFY", "REMOVE"],
    receive: (given) => void records.push(...given),
  });
  const write = (
    operation: string,
    input: Record<string, unknown>,
    by?: "time to live",
  ): Promise<HttpReply> => changes.around(operation, input, () => engine.send(operation, asJson(input)), by);
  return { records, write, changes };
}
const item = (id: string, legs: number) => ({ id: { S: id }, legs: { N: `${legs}` } });

test("tells each of many writes of one item at the same time with the item before and after it", async () => {
  const { records, write } = capture();
  await Promise.all(
    Array.from({ length: 20 }, (_, legs) =>
      write("PutItem", { TableName: "Beasts", Item: item("centipede", legs) }),
    ),
  );

  expect(records.map(({ eventName }) => eventName)).toEqual(["INSERT", ...Array(19).fill("MODIFY")]);
  for (const [index, { dynamodb }] of records.entries())
    expect(dynamodb.OldImage).toEqual(index === 0 ? undefined : records[index - 1]!.dynamodb.NewImage);
});

test("tells nothing of a write that was refused", async () => {
  const { records, write } = capture();
  const { status } = await write("PutItem", {
    TableName: "Beasts",
    Item: item("ogre", 2),
    ConditionExpression: "attribute_exists(id)",
  });

  expect([status, records]).toEqual([400, []]);
});

test("says that DynamoDB itself deleted what expired", async () => {
  const { records, write } = capture();
  await write("PutItem", { TableName: "Beasts", Item: item("troll", 2) });
  await write("DeleteItem", { TableName: "Beasts", Key: { id: { S: "troll" } } }, "time to live");

  expect(records.map(({ eventName, userIdentity }) => [eventName, userIdentity])).toEqual([
    ["INSERT", undefined],
    ["REMOVE", { type: "Service", principalId: "dynamodb.amazonaws.com" }],
  ]);
});

test("keeps what was before a write on disk, before it is done", async () => {
  const kept: unknown[] = [];
  const { write } = capture({
    wants: () => true,
    async keep(images) {
      const { Item } = await engineCall(engine, "GetItem", { TableName: "Beasts", Key: images[0]!.key });
      kept.push([images[0]!.before, Item]);
    },
  });
  await write("PutItem", { TableName: "Beasts", Item: item("giant", 1) });
  await write("UpdateItem", {
    TableName: "Beasts",
    Key: { id: { S: "giant" } },
    UpdateExpression: "SET legs = :two",
    ExpressionAttributeValues: { ":two": { N: "2" } },
  });
  await write("BatchWriteItem", {
    RequestItems: { Beasts: [{ DeleteRequest: { Key: { id: { S: "giant" } } } }] },
  });

  expect(kept).toEqual([
    [undefined, undefined],
    [item("giant", 1), item("giant", 1)],
    [item("giant", 2), item("giant", 2)],
  ]);
});

test("doesn't write what it couldn't keep", async () => {
  const { write } = capture({
    wants: () => true,
    keep: () => Promise.reject(new Error("the disk is full")),
  });
  const Item = item("hydra", 9);

  await expect(write("PutItem", { TableName: "Beasts", Item })).rejects.toThrow("the disk is full");
  expect(await engineCall(engine, "GetItem", { TableName: "Beasts", Key: { id: Item.id } })).toEqual({});
});
