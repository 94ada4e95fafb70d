import {
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClock } from "../../clock.ts";
import { startTestCloud, type TestCloud } from "../../testing.ts";
import { createExpiry } from "./expiry.ts";

const day = 86_400_000;
const table = {
  Type: "AWS::DynamoDB::Table",
  Properties: {
    TableName: "Sessions",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
    TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
  },
};
let it: TestCloud;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  it = await startTestCloud({ Data: { Resources: { Sessions: table } } });
  dynamodb = new DynamoDBClient(it.client);
});
afterAll(() => it.stop());

const now = () => it.cloud.clock.now().getTime();
const pass = (ms: number) => it.cloud.clock.advance(new Date(now() + ms));
const seconds = (ms: number) => ({ N: String(Math.floor(ms / 1000)) });
const put = (id: string, expires: Record<string, string>) =>
  dynamodb.send(new PutItemCommand({ TableName: "Sessions", Item: { id: { S: id }, expires } as never }));
const left = async () => {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: "Sessions" }));
  return Items.map(({ id }) => id!.S!).sort();
};
const turn = (Enabled: boolean, AttributeName: string) =>
  dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName: "Sessions",
      TimeToLiveSpecification: { Enabled, AttributeName },
    }),
  );

test("deletes items within a day of their time by the cloud's clock, and no others", async () => {
  await put("soon", seconds(now() + day));
  await put("later", seconds(now() + 40 * day));
  await put("long ago", seconds(now() - 6 * 365 * day));
  await put("no time", { S: String(Math.floor(now() / 1000)) });
  await pass(day / 2);
  expect(await left()).toEqual(["later", "long ago", "no time", "soon"]);

  await pass(2 * day);
  expect(await left()).toEqual(["later", "long ago", "no time"]);
  expect(it.logs).toContain("dynamodb: 1 items of Sessions are deleted: their time to live was over");

  await pass(40 * day);
  expect(await left()).toEqual(["long ago", "no time"]);
});

test("turns time to live off and on, once an hour, and refuses what it is already", async () => {
  const refused = (message: string) => ({ name: "ValidationException", message });
  await expect(turn(true, "expires")).rejects.toMatchObject(refused("TimeToLive is already enabled"));
  await expect(turn(false, "other")).rejects.toMatchObject(
    refused("TimeToLive is active on a different AttributeName: current AttributeName is expires"),
  );
  await turn(false, "expires");
  await expect(turn(true, "other")).rejects.toMatchObject(
    refused("Time to live has been modified multiple times within a fixed interval"),
  );
  await pass(3_600_000);
  await expect(turn(false, "expires")).rejects.toMatchObject(refused("TimeToLive is already disabled"));
  await turn(true, "other");
  const { TimeToLiveDescription } = await dynamodb.send(
    new DescribeTimeToLiveCommand({ TableName: "Sessions" }),
  );
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "other" });
});

test("goes on the next day when a table can't be looked at", async () => {
  const clock = createClock({ value: { aheadMs: 0 }, save() {} }, Date.now);
  const logs: string[] = [];
  let looks = 0;
  const expiry = createExpiry({
    engine: { send: () => Promise.reject(new Error("no engine")) },
    tables: {
      list: async () => ["Sessions"],
      describe: async () => ({ description: { KeySchema: [{ AttributeName: "id" }] } }) as never,
      settings: () => ({ ttlAttribute: "expires" }),
    },
    changes: { around: (_, __, send) => send() },
    clock,
    daily: async () => {
      looks++;
    },
    log: (message) => logs.push(message),
  });
  expiry.start();
  await clock.advance(new Date(Date.now() + day));
  await expiry.stop();
  clock.stop();

  expect(logs).toEqual(["Expired items stay for now: no engine", "Expired items stay for now: no engine"]);
  expect(looks).toBe(2);
});
