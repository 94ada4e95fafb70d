import {
  BatchGetItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing.ts";

const keyArn = { "Fn::GetAtt": ["Key", "Arn"] };
const through = (service: string) => ({
  StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` },
});
const allow = (Action: string, Resource: unknown, Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

/** A role of the account's that may do anything to tables, and so much with keys. */
const reader = (RoleName: string, statements: object[]) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    RoleName,
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "sts:AssumeRole" },
      ],
    },
    Policies: [
      {
        PolicyName: "Read",
        PolicyDocument: { Version: "2012-10-17", Statement: [allow("dynamodb:*", "*"), ...statements] },
      },
    ],
  },
});

const table = (TableName: string, SSESpecification?: object) => ({
  Type: "AWS::DynamoDB::Table",
  Properties: {
    TableName,
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
    SSESpecification,
  },
});

let it: TestCloud;
beforeAll(async () => {
  it = await startTestCloud({
    Data: {
      Resources: {
        Key: { Type: "AWS::KMS::Key", Properties: {} },
        Keyed: table("Keyed", { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: keyArn }),
        Managed: table("Managed", { SSEEnabled: true, SSEType: "KMS" }),
        Keyless: reader("Keyless", []),
        Elsewhere: reader("Elsewhere", [allow("kms:Decrypt", keyArn, through("s3"))]),
        Reader: reader("Reader", [allow("kms:Decrypt", keyArn, through("dynamodb"))]),
      },
    },
  });
});
afterAll(() => it.stop());

async function as(name: string): Promise<DynamoDBClient> {
  const { Credentials: session } = await new STSClient(it.client).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::123456789012:role/${name}`, RoleSessionName: "test" }),
  );
  const credentials = {
    accessKeyId: session!.AccessKeyId!,
    secretAccessKey: session!.SecretAccessKey!,
    sessionToken: session!.SessionToken!,
  };
  return new DynamoDBClient({ ...it.client, credentials });
}

test.each([
  ["read all", new ScanCommand({ TableName: "Keyed" })],
  ["read some", new BatchGetItemCommand({ RequestItems: { Keyed: { Keys: [{ id: { S: "a" } }] } } })],
  ["written", new PutItemCommand({ TableName: "Keyed", Item: { id: { S: "a" } } })],
] as const)("a table under a customer's key isn't %s by who may not open the key", async (_, command) => {
  for (const role of ["Keyless", "Elsewhere"]) {
    await expect((await as(role)).send(command as ScanCommand)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringMatching(
        /^KMS key access denied error: .*not authorized to perform: kms:Decrypt/,
      ),
    });
  }
  await expect((await as("Reader")).send(command as ScanCommand)).resolves.toBeDefined();
});

test("is described to who may not open its key", async () => {
  const { Table } = await (await as("Keyless")).send(new DescribeTableCommand({ TableName: "Keyed" }));
  expect(Table?.SSEDescription?.SSEType).toBe("KMS");
});

test("DynamoDB's own key serves everyone of the account", async () => {
  await expect((await as("Keyless")).send(new ScanCommand({ TableName: "Managed" }))).resolves.toMatchObject({
    Count: 0,
  });
});
