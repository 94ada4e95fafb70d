import { BackupClient, StartBackupJobCommand } from "@aws-sdk/client-backup";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { role, startTestCloud, type TestCloud } from "../../testing.ts";

const code = `
import { DynamoDBClient, PutItemCommand } from "${import.meta.resolve("@aws-sdk/client-dynamodb")}";
export const record = async (event) => {
  const Item = { id: { S: process.env.AWS_LAMBDA_FUNCTION_NAME }, state: { S: event.detail.state }, table: { S: event.detail.resourceArn } };
  await new DynamoDBClient({}).send(new PutItemCommand({ TableName: "Seen", Item }));
};`;
const table = (TableName: string) => ({
  Type: "AWS::DynamoDB::Table",
  Properties: {
    TableName,
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
  },
});
const fn = (FunctionName: string) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    FunctionName,
    Runtime: "nodejs24.x",
    Handler: "index.record",
    Role: { "Fn::GetAtt": ["Writer", "Arn"] },
    Code: { S3Bucket: "assets", S3Key: "code.zip" },
  },
});
const rule = (state: string, target: string) => ({
  Type: "AWS::Events::Rule",
  Properties: {
    EventPattern: {
      source: ["aws.backup"],
      "detail-type": ["Backup Job State Change"],
      detail: { state: [state] },
    },
    Targets: [{ Id: "1", Arn: { "Fn::GetAtt": [target, "Arn"] } }],
  },
});

const template = {
  Resources: {
    Beasts: table("Beasts"),
    Seen: table("Seen"),
    Key: {
      Type: "AWS::KMS::Key",
      Properties: {
        KeyPolicy: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "kms:*",
              Resource: "*",
              Principal: { AWS: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root" } },
            },
          ],
        },
      },
    },
    Vault: {
      Type: "AWS::Backup::BackupVault",
      Properties: { BackupVaultName: "vault", EncryptionKeyArn: { "Fn::GetAtt": ["Key", "Arn"] } },
    },
    BackupRole: role("backup.amazonaws.com", [
      { Effect: "Allow", Action: ["dynamodb:*", "kms:*", "backup:*"], Resource: "*" },
    ]),
    Writer: role("lambda.amazonaws.com", [
      { Effect: "Allow", Action: "dynamodb:PutItem", Resource: { "Fn::GetAtt": ["Seen", "Arn"] } },
    ]),
    Invited: fn("invited"),
    Uninvited: fn("uninvited"),
    Completed: rule("COMPLETED", "Invited"),
    Failed: rule("FAILED", "Uninvited"),
    Told: {
      Type: "AWS::Events::Rule",
      Properties: {
        EventPattern: { source: ["aws.backup"], detail: { state: ["COMPLETED"] } },
        Targets: [
          {
            Id: "1",
            Arn: "arn:aws:firehose:us-east-1:123456789012:deliverystream/Archive",
            InputTransformer: {
              InputPathsMap: { state: "$.detail.state" },
              InputTemplate: '"The backup ended as <state>"',
            },
          },
        ],
      },
    },
    AlsoCompleted: rule("COMPLETED", "Uninvited"),
    Invitation: {
      Type: "AWS::Lambda::Permission",
      Properties: {
        FunctionName: { Ref: "Invited" },
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn: { "Fn::GetAtt": ["Completed", "Arn"] },
      },
    },
  },
  Outputs: {
    Role: { Value: { "Fn::GetAtt": ["BackupRole", "Arn"] } },
    Table: { Value: { "Fn::GetAtt": ["Beasts", "Arn"] } },
  },
};

let it: TestCloud;
beforeAll(async () => {
  it = await startTestCloud({ Events: template }, { code: { "index.mjs": code } });
});
afterAll(() => it.stop());

test("takes AWS Backup's event to the function that the rule names and that lets EventBridge in", async () => {
  const { Role, Table } = it.cloud.outputs.Events!;
  await new BackupClient(it.client).send(
    new StartBackupJobCommand({ BackupVaultName: "vault", ResourceArn: Table, IamRoleArn: Role }),
  );

  const found = await vi.waitFor(async () => {
    const { Item } = await new DynamoDBClient(it.client).send(
      new GetItemCommand({ TableName: "Seen", Key: { id: { S: "invited" } } }),
    );
    expect(Item).toBeDefined();
    return Item;
  });

  expect(found).toMatchObject({ state: { S: "COMPLETED" }, table: { S: Table } });
});

test("says what a target that doesn't run here would be told", () => {
  expect(it.logs.filter((line) => line.includes("would be told")).join()).toMatch(
    /^firehose: \S+Archive would be told: "The backup ended as COMPLETED"$/,
  );
});

test("says why a function that doesn't let EventBridge in wasn't invoked", () => {
  expect(it.logs.filter((line) => line.includes("uninvited")).join()).toContain("lambda:InvokeFunction");
});
