import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { role, startTestCloud, type TestCloud } from "../testing.ts";

const day = 86_400_000;
const code = `
import { DynamoDBClient, PutItemCommand } from "${import.meta.resolve("@aws-sdk/client-dynamodb")}";
const loadedAt = Date.now();
export const tell = async (event, context) => ({
  loadedAt, now: Date.now(), date: new Date().getTime(), same: new Date().constructor === Date,
  remaining: context.getRemainingTimeInMillis(),
});
export const note = async ({ time }) => {
  const Item = { id: { S: time }, seen: { S: new Date().toISOString() } };
  await new DynamoDBClient({}).send(new PutItemCommand({ TableName: "Seen", Item }));
};`;
const fn = (name: string) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    FunctionName: name,
    Runtime: "nodejs24.x",
    Handler: `index.${name}`,
    Timeout: 10,
    Role: { "Fn::GetAtt": ["FunctionRole", "Arn"] },
    Code: { S3Bucket: "assets", S3Key: "code.zip" },
  },
});
const template = {
  Resources: {
    Seen: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        TableName: "Seen",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      },
    },
    FunctionRole: role("lambda.amazonaws.com", [
      { Effect: "Allow", Action: "dynamodb:PutItem", Resource: { "Fn::GetAtt": ["Seen", "Arn"] } },
    ]),
    Tell: fn("tell"),
    Note: fn("note"),
    Daily: {
      Type: "AWS::Events::Rule",
      Properties: {
        ScheduleExpression: "cron(0 5 * * ? *)",
        Targets: [{ Id: "1", Arn: { "Fn::GetAtt": ["Note", "Arn"] } }],
      },
    },
    Permission: {
      Type: "AWS::Lambda::Permission",
      Properties: {
        FunctionName: { Ref: "Note" },
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn: { "Fn::GetAtt": ["Daily", "Arn"] },
      },
    },
  },
};

let it: TestCloud;
beforeAll(async () => {
  it = await startTestCloud({ Time: template }, { code: { "index.mjs": code } });
});
afterAll(() => it.stop());

const go = (days: number) => it.cloud.clock.advance(new Date(it.cloud.clock.now().getTime() + days * day));
const near = (time: number) => Math.abs(time - it.cloud.clock.now().getTime()) < 10_000;
const tell = async () => {
  const { Payload } = await new LambdaClient(it.client).send(new InvokeCommand({ FunctionName: "tell" }));
  return JSON.parse(Buffer.from(Payload!).toString());
};

test("a schedule's function runs at each of its times, knows what time it is, and its calls are taken", async () => {
  const from = it.cloud.clock.now().getTime();
  await go(7);
  const { Items = [] } = await new DynamoDBClient(it.client).send(new ScanCommand({ TableName: "Seen" }));
  const times = Items.map(({ id }) => id!.S!).sort();

  const first = Math.ceil((from - 5 * 3_600_000) / day) * day + 5 * 3_600_000;
  const due = Array.from({ length: 7 }, (_, index) => new Date(first + index * day).toISOString());
  expect(times.map((time) => time.slice(0, 16))).toEqual(due.map((time) => time.slice(0, 16)));
  for (const { id, seen } of Items)
    expect(Date.parse(seen!.S!) - Date.parse(id!.S!), `${id!.S} seen ${seen!.S}`).toBeLessThan(60_000);
});

test("a function that waited warm sees the clock go on", async () => {
  const first = await tell();
  expect([first.loadedAt, first.now, first.date].every(near)).toBe(true);
  expect(first.same).toBe(true);
  await go(30);
  const second = await tell();
  expect(second.loadedAt).toBe(first.loadedAt);
  expect([second.now, second.date].every(near)).toBe(true);
  expect(second.remaining).toBeGreaterThan(0);
  expect(second.remaining).toBeLessThanOrEqual(10_000);
});

test("a table made later is younger", async () => {
  await go(10);
  const client = new DynamoDBClient(it.client);
  const definition = template.Resources.Seen.Properties as CreateTableCommandInput;
  await client.send(new CreateTableCommand({ ...definition, TableName: "Later" }));
  const { Table } = await client.send(new DescribeTableCommand({ TableName: "Later" }));

  expect(near(Table!.CreationDateTime!.getTime())).toBe(true);
});

test("a client on the machine's time is served, and is told the cloud's", async () => {
  await go(60);
  let date = "";
  const client = new DynamoDBClient(it.client);
  client.middlewareStack.add(
    (next) => async (call) => {
      const answer = await next(call);
      date = (answer.response as { headers: Record<string, string> }).headers.date!;
      return answer;
    },
    { step: "deserialize", priority: "low" },
  );
  await client.send(new PutItemCommand({ TableName: "Seen", Item: { id: { S: "here" } } }));

  expect(near(Date.parse(date))).toBe(true);
});
