import { BackupClient, DescribeRestoreJobCommand, ListBackupVaultsCommand } from "@aws-sdk/client-backup";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DescribeTableCommand, DynamoDBClient, GetItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../testing.ts";

const table = {
  Type: "AWS::DynamoDB::Table",
  Properties: {
    TableName: "Notes",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
  },
};

let it: TestCloud;
beforeAll(async () => {
  it = await startTestCloud({ Notes: { Resources: { Table: table } } });
});
afterAll(() => it.stop());
afterEach(() => fetch(`${it.cloud.endpoint}/_holdfast/faults`, { method: "DELETE" }));

async function add(fault: object) {
  const reply = await fetch(`${it.cloud.endpoint}/_holdfast/faults`, {
    method: "POST",
    body: JSON.stringify(fault),
  });
  return { status: reply.status, ...((await reply.json()) as object) };
}

const list = async () =>
  ((await (await fetch(`${it.cloud.endpoint}/_holdfast/faults`)).json()) as { faults: unknown[] }).faults;

type Client = { send(command: unknown): Promise<unknown> };

const calls: Record<string, [new (config: object) => unknown, unknown]> = {
  backup: [BackupClient, new ListBackupVaultsCommand({})],
  cloudformation: [CloudFormationClient, new DescribeStacksCommand({})],
  "cognito-idp": [
    CognitoIdentityProviderClient,
    new InitiateAuthCommand({ ClientId: "none", AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: {} }),
  ],
  dynamodb: [DynamoDBClient, new ScanCommand({ TableName: "Notes" })],
  "dynamodb, a table": [DynamoDBClient, new DescribeTableCommand({ TableName: "Notes" })],
  kms: [KMSClient, new DescribeKeyCommand({ KeyId: "alias/aws/dynamodb" })],
  lambda: [LambdaClient, new InvokeCommand({ FunctionName: "none" })],
  states: [SFNClient, new ListStateMachinesCommand({})],
  sts: [STSClient, new GetCallerIdentityCommand({})],
};

const send = (name: string, maxAttempts = 1): Promise<unknown> => {
  const [Client, command] = calls[name]!;
  return (new Client({ ...it.client, maxAttempts }) as Client).send(command);
};

test.each([
  ["backup", "ThrottlingException", 400],
  ["cloudformation", "Throttling", 400],
  ["cognito-idp", "TooManyRequestsException", 400],
  ["dynamodb", "ProvisionedThroughputExceededException", 400],
  ["dynamodb, a table", "ThrottlingException", 400],
  ["kms", "ThrottlingException", 400],
  ["lambda", "TooManyRequestsException", 429],
  ["states", "ThrottlingException", 400],
  ["sts", "Throttling", 400],
])("throttles %s with %s", async (name, error, httpStatusCode) => {
  await add({ kind: "throttle" });
  await expect(send(name)).rejects.toMatchObject({ name: error, $metadata: { httpStatusCode } });
});

test.each([
  ["backup", "InternalFailure", "ServiceUnavailableException", 500],
  ["cloudformation", "InternalFailure", "ServiceUnavailable", 503],
  ["cognito-idp", "InternalErrorException", "ServiceUnavailable", 503],
  ["dynamodb", "InternalServerError", "ServiceUnavailable", 503],
  ["kms", "KMSInternalException", "ServiceUnavailable", 503],
  ["lambda", "ServiceException", "ServiceUnavailable", 503],
  ["states", "InternalFailure", "ServiceUnavailable", 503],
  ["sts", "InternalFailure", "ServiceUnavailable", 503],
])("answers for %s with %s and %s", async (name, error, unavailable, status) => {
  await add({ kind: "error", count: 1 });
  await expect(send(name)).rejects.toMatchObject({ name: error, $metadata: { httpStatusCode: 500 } });
  await add({ kind: "unavailable" });
  await expect(send(name)).rejects.toMatchObject({
    name: unavailable,
    $metadata: { httpStatusCode: status },
  });
});

test("is what the SDK tries again after: twice throttled, then answered", async () => {
  await add({ kind: "throttle", service: "dynamodb", operation: "Scan", count: 2 });
  expect(await send("dynamodb", 3)).toMatchObject({ Count: 0, $metadata: { attempts: 3 } });
  expect(await list()).toMatchObject([{ calls: 3, hits: 2 }]);
});

test("strikes a table's calls and leaves the others alone", async () => {
  const client = new DynamoDBClient({ ...it.client, maxAttempts: 1 });
  await add({ kind: "throttle", service: "dynamodb", operation: "GetItem", resource: "Others" });
  await client.send(new GetItemCommand({ TableName: "Notes", Key: { id: { S: "1" } } }));
  await add({ kind: "throttle", service: "dynamodb", operation: "Get*", resource: "Note?" });
  await expect(
    client.send(new GetItemCommand({ TableName: "Notes", Key: { id: { S: "1" } } })),
  ).rejects.toThrow("throughput");
  await expect(send("dynamodb")).resolves.toMatchObject({ Count: 0 });
});

test("knows operations of a REST protocol by their names", async () => {
  const client = new BackupClient({ ...it.client, maxAttempts: 1 });
  await add({ kind: "throttle", service: "backup", operation: "DescribeRestoreJob" });
  await expect(send("backup")).resolves.toBeDefined();
  await expect(client.send(new DescribeRestoreJobCommand({ RestoreJobId: "none" }))).rejects.toMatchObject({
    name: "ThrottlingException",
  });
});

test("keeps a call waiting, and what advances the clock waits for it", async () => {
  await add({ kind: "latency", service: "sts", ms: 300 });
  const order: string[] = [];
  const call = send("sts").then(() => order.push("answered"));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await it.cloud.clock.advance(new Date(it.cloud.clock.now().getTime() + 60_000));
  order.push("advanced");
  await call;
  expect(order).toEqual(["answered", "advanced"]);
});

test("lets the cloud stop at once though a call is kept waiting, and lasts through the restart", async () => {
  await add({ kind: "latency", service: "sts", ms: 600_000 });
  const left = send("sts").catch((error: Error) => error);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await it.restart();
  expect(await left).toBeInstanceOf(Error);
  expect(await list()).toMatchObject([{ kind: "latency", ms: 600_000, calls: 1, hits: 1 }]);
});

test("refuses a fault that is none, in AWS's shape, and a site that isn't its own", async () => {
  expect(await add({ kind: "throttle", rate: 2 })).toMatchObject({
    status: 400,
    message: expect.stringContaining("rate: "),
  });
  const foreign = await fetch(`${it.cloud.endpoint}/_holdfast/faults`, {
    method: "POST",
    headers: { origin: "http://evil.example" },
    body: JSON.stringify({ kind: "throttle" }),
  });
  const gone = await fetch(`${it.cloud.endpoint}/_holdfast/faults?id=f0`, { method: "DELETE" });
  expect([foreign.status, gone.status]).toEqual([403, 404]);
  expect(await list()).toEqual([]);
});
