import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  RestoreTableToPointInTimeCommand,
  type RestoreTableToPointInTimeCommandInput,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing.ts";
import { createHistory } from "../../../testingHistory.ts";

const table = {
  Type: "AWS::DynamoDB::Table",
  Properties: {
    TableName: "Beasts",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: ["id", "kind"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexes: [
      {
        IndexName: "byKind",
        KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
      },
    ],
    BillingMode: "PAY_PER_REQUEST",
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    DeletionProtectionEnabled: true,
    Tags: [{ Key: "backup", Value: "daily" }],
  },
};
const minute = 60_000;
const day = 86_400_000;
let it: TestCloud;
let dynamodb: DynamoDBClient;

beforeEach(async () => {
  it = await startTestCloud({ Data: { Resources: { Beasts: table } } });
  dynamodb = new DynamoDBClient(it.client);
});
afterEach(() => it.stop());

const now = () => it.cloud.clock.now().getTime();
const pass = (ms: number) => it.cloud.clock.advance(new Date(now() + ms));
const put = (id: string, version: number) =>
  dynamodb.send(
    new PutItemCommand({ TableName: "Beasts", Item: { id: { S: id }, version: { N: `${version}` } } }),
  );

async function window() {
  const { ContinuousBackupsDescription } = await dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName: "Beasts" }),
  );
  const { EarliestRestorableDateTime: earliest, LatestRestorableDateTime: latest } =
    ContinuousBackupsDescription!.PointInTimeRecoveryDescription!;
  return { earliest: earliest?.getTime(), latest: latest?.getTime() };
}

async function restore(more: Partial<RestoreTableToPointInTimeCommandInput>, TargetTableName = "Restored") {
  const input = { SourceTableName: "Beasts", TargetTableName, ...more };
  const { TableDescription } = await dynamodb.send(new RestoreTableToPointInTimeCommand(input));
  expect(TableDescription).toMatchObject({
    TableStatus: "CREATING",
    RestoreSummary: { RestoreInProgress: true },
  });
  for (;;) {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: TargetTableName }));
    if (Table!.TableStatus === "ACTIVE") return Table!;
    await delay(5);
  }
}

async function versions(TableName = "Restored") {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
  return Object.fromEntries(Items.map(({ id, version }) => [id!.S!, version?.N]));
}

test("restores a table as it was, by the cloud's clock, over a restart", async () => {
  await put("a", 1);
  await put("b", 1);
  const before = now();
  await pass(day);
  await put("a", 2);
  await dynamodb.send(new DeleteItemCommand({ TableName: "Beasts", Key: { id: { S: "b" } } }));
  await put("c", 1);
  await it.restart();
  dynamodb = new DynamoDBClient(it.client);
  await put("a", 3);
  await pass(day);

  const Table = await restore({ RestoreDateTime: new Date(before) });

  expect(await versions()).toEqual({ a: "1", b: "1" });
  expect(Table).toMatchObject({
    RestoreSummary: {
      SourceTableArn: "arn:aws:dynamodb:us-east-1:123456789012:table/Beasts",
      RestoreDateTime: new Date(before),
      RestoreInProgress: false,
    },
    // None of these comes back.
    DeletionProtectionEnabled: false,
    GlobalSecondaryIndexes: [{ IndexName: "byKind" }],
  });
  await restore({ UseLatestRestorableTime: true }, "Latest");
  expect(await versions("Latest")).toEqual({ a: "3", c: "1" });
});

test("restores exactly an instant, while items are written then and now", async () => {
  const ids = Array.from({ length: 30 }, (_, number) => `item-${number}`);
  const histories = new Map(ids.map((id) => [id, createHistory()]));
  let version = 0;
  const ended = new AbortController();
  async function writer(own: string[]) {
    for (let turn = 0; !ended.signal.aborted; turn++) {
      const id = own[turn % own.length]!;
      const history = histories.get(id)!;
      const next = String(++version);
      const kind = turn % 4;
      const write = history.begin(kind === 3 ? undefined : next, now());
      const Key = { id: { S: id } };
      const Item = { ...Key, version: { N: next } };
      if (kind === 0) await dynamodb.send(new PutItemCommand({ TableName: "Beasts", Item }));
      if (kind === 1)
        await dynamodb.send(
          new BatchWriteItemCommand({ RequestItems: { Beasts: [{ PutRequest: { Item } }] } }),
        );
      if (kind === 2)
        await dynamodb.send(
          new UpdateItemCommand({
            TableName: "Beasts",
            Key,
            UpdateExpression: "SET version = :version",
            ExpressionAttributeValues: { ":version": { N: next } },
          }),
        );
      if (kind === 3) await dynamodb.send(new DeleteItemCommand({ TableName: "Beasts", Key }));
      write.answered(now());
    }
  }
  const writing = Promise.all(
    [0, 1, 2].map((part) => writer(ids.filter((_, number) => number % 3 === part))),
  );
  const instants: number[] = [];
  for (let round = 0; round < 4; round++) {
    await delay(100);
    instants.push(now());
  }
  await delay(50);
  // Without waiting for what is under way: the writers never end.
  await it.cloud.clock.advance(new Date(now() + 5 * minute));
  for (const [index, at] of instants.entries()) {
    await restore({ RestoreDateTime: new Date(at) }, `Restored-${index}`);
    const found = await versions(`Restored-${index}`);
    for (const [id, history] of histories)
      expect({ id, at, found: found[id], allowed: history.allows(found[id], at, at) }).toMatchObject({
        allowed: true,
      });
  }
  ended.abort();
  await writing;
}, 60_000);

test("tells from when to when it can restore, and refuses any other time", async () => {
  const start = (await window()).earliest!;
  expect(now() - start).toBeLessThan(minute);
  expect((await window()).latest).toBe(start);
  await pass(10 * day);
  const { earliest, latest } = await window();
  expect(Math.round((now() - earliest!) / minute)).toBe((7 * day) / minute);
  expect(Math.round((now() - latest!) / minute)).toBe(5);

  for (const at of [earliest! - 2_000, latest! + 2_000]) {
    await expect(restore({ RestoreDateTime: new Date(at) })).rejects.toMatchObject({
      name: "InvalidRestoreTimeException",
    });
  }
});

test("forgets what is older than the recovery period, and all of it when it is turned off", async () => {
  const folder = join(it.dataDir, "dynamodb-recovery", "Beasts");
  const logs = async () =>
    (await Promise.all((await readdir(folder)).map((since) => readdir(join(folder, since))))).flat();
  await put("a", 1);
  await pass(3 * day);
  await put("a", 2);
  expect(await logs()).toHaveLength(2);
  await pass(6 * day);
  expect(await logs()).toHaveLength(1);

  const turn = (PointInTimeRecoveryEnabled: boolean) =>
    dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName: "Beasts",
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
      }),
    );
  await turn(false);
  expect(await readdir(folder)).toEqual([]);
  await expect(restore({ UseLatestRestorableTime: true })).rejects.toMatchObject({
    name: "PointInTimeRecoveryUnavailableException",
    message: "Point in time recovery is not enabled for table 'Beasts'",
  });
  await turn(true);
  expect(now() - (await window()).earliest!).toBeLessThan(minute);
});

test.each([
  [
    "a target that is there",
    { TargetTableName: "Beasts", UseLatestRestorableTime: true },
    "TableAlreadyExistsException",
  ],
  [
    "a source that isn't",
    { SourceTableName: "Nothing", UseLatestRestorableTime: true },
    "TableNotFoundException",
  ],
  ["no time", {}, "ValidationException"],
  ["two times", { UseLatestRestorableTime: true, RestoreDateTime: new Date() }, "ValidationException"],
  ["a bad name", { TargetTableName: "a b", UseLatestRestorableTime: true }, "ValidationException"],
])("refuses %s", async (_, given, name) => {
  const input = { SourceTableName: "Beasts", TargetTableName: "Restored", ...given };
  await expect(dynamodb.send(new RestoreTableToPointInTimeCommand(input))).rejects.toMatchObject({ name });
  expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual(["Beasts"]);
});

test("a table that is being restored can't be used, and its name is taken", async () => {
  for (let id = 0; id < 200; id++) await put(`item-${id}`, id);
  const input = { SourceTableName: "Beasts", TargetTableName: "Restored", UseLatestRestorableTime: true };
  await dynamodb.send(new RestoreTableToPointInTimeCommand(input));

  const item = { TableName: "Restored", Item: { id: { S: "mine" } } };
  await expect(dynamodb.send(new PutItemCommand(item))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  await expect(
    dynamodb.send(
      new CreateTableCommand({
        TableName: "Restored",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    ),
  ).rejects.toMatchObject({ name: "ResourceInUseException" });
  await it.restart();
  dynamodb = new DynamoDBClient(it.client);
  expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual(["Beasts"]);
});

test("forgets at the next start a restore whose table wasn't made yet: a later table by its name stays", async () => {
  await it.restart(async () => {
    const file = join(it.dataDir, "dynamodb-settings.json");
    const settings = JSON.parse(await readFile(file, "utf8"));
    settings.Later = { restore: { sourceTableArn: "arn", at: new Date(0).toISOString(), unfinished: true } };
    await writeFile(file, JSON.stringify(settings));
  });
  dynamodb = new DynamoDBClient(it.client);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "Later",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await it.restart();
  dynamodb = new DynamoDBClient(it.client);
  expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toContain("Later");
});
