import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateTableCommand,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing.ts";

const table = {
  Type: "AWS::DynamoDB::Table",
  Properties: {
    TableName: "Beasts",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    Tags: [{ Key: "backup", Value: "daily" }],
  },
};
const arn = "arn:aws:dynamodb:us-east-1:123456789012:table/Beasts";
let it: TestCloud;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  it = await startTestCloud({ Data: { Resources: { Beasts: table } } });
  dynamodb = new DynamoDBClient(it.client);
});
afterAll(() => it.stop());

test("makes the template's table with the settings it asks for", async () => {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: "Beasts" }));
  const recovery = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: "Beasts" }));
  const ttl = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: "Beasts" }));
  const tags = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn }));

  expect(Table).toMatchObject({
    TableArn: arn,
    DeletionProtectionEnabled: true,
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  expect(recovery.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
    PointInTimeRecoveryStatus: "ENABLED",
    RecoveryPeriodInDays: 35,
  });
  expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "expiresAt" });
  expect(tags.Tags).toEqual([{ Key: "backup", Value: "daily" }]);
});

test("keeps items over a restart", async () => {
  await dynamodb.send(
    new PutItemCommand({ TableName: "Beasts", Item: { id: { S: "minotaur" }, legs: { N: "2" } } }),
  );
  await it.restart();
  dynamodb = new DynamoDBClient(it.client);

  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: "Beasts", Key: { id: { S: "minotaur" } } }),
  );

  expect(Item).toEqual({ id: { S: "minotaur" }, legs: { N: "2" } });
});

test("takes a table's ARN where AWS takes it", async () => {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: arn }));

  expect(Table?.TableName).toBe("Beasts");
});

test("refuses to delete a protected table until the protection is off", async () => {
  await expect(dynamodb.send(new DeleteTableCommand({ TableName: "Beasts" }))).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining("protected against deletion"),
  });
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "Passing",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
      DeletionProtectionEnabled: true,
    }),
  );
  await dynamodb.send(new UpdateTableCommand({ TableName: "Passing", DeletionProtectionEnabled: false }));

  await dynamodb.send(new DeleteTableCommand({ TableName: "Passing" }));

  await waitUntilTableNotExists(
    { client: dynamodb, maxWaitTime: 20, minDelay: 0.02, maxDelay: 0.1 },
    { TableName: "Passing" },
  );
});

test("passes a failed condition on as DynamoDB's own error", async () => {
  const deletion = new DeleteItemCommand({
    TableName: "Beasts",
    Key: { id: { S: "minotaur" } },
    ConditionExpression: "legs = :none",
    ExpressionAttributeValues: { ":none": { N: "0" } },
  });

  await expect(dynamodb.send(deletion)).rejects.toMatchObject({ name: "ConditionalCheckFailedException" });
});

test("names an operation that it doesn't have", async () => {
  const transaction = new TransactWriteItemsCommand({
    TransactItems: [{ Delete: { TableName: "Beasts", Key: { id: { S: "x" } } } }],
  });

  await expect(dynamodb.send(transaction)).rejects.toMatchObject({
    name: "UnknownOperationException",
    message: expect.stringContaining("TransactWriteItems"),
  });
});
