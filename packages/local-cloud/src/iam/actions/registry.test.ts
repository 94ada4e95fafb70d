import { describe, expect, it } from "vitest";
import { AwsError } from "../../errors.ts";
import { mappings, requiredPermissions } from "./registry.ts";

const place = { accountId: "123456789012", region: "us-east-1", partition: "aws" } as const;
const table = (name: string) => `arn:aws:dynamodb:us-east-1:123456789012:table/${name}`;
const needs = (service: string, operation: string, input: object) =>
  requiredPermissions(service, operation, input, place).map(
    ({ action, resource }) => `${action} ${resource}`,
  );

describe("requiredPermissions", () => {
  it.each(Object.keys(mappings))(
    "names the action after an operation of %s that it has never heard of",
    (service) => {
      expect(needs(service, "NewOperation", {})).toEqual([`${service}:NewOperation *`]);
    },
  );

  it("asks for the operation on everything where a service has no mapping", () => {
    expect(needs("kinesis", "PutRecord", { StreamName: "s" })).toEqual(["kinesis:PutRecord *"]);
  });
});

describe("DynamoDB", () => {
  it("takes a table by name or by ARN", () => {
    expect(needs("dynamodb", "PutItem", { TableName: "a" })).toEqual([`dynamodb:PutItem ${table("a")}`]);
    expect(needs("dynamodb", "GetItem", { TableName: table("a") })).toEqual([
      `dynamodb:GetItem ${table("a")}`,
    ]);
  });

  it("asks for the index, not for the table, in a Query or Scan with IndexName", () => {
    expect(needs("dynamodb", "Query", { TableName: "a", IndexName: "i" })).toEqual([
      `dynamodb:Query ${table("a")}/index/i`,
    ]);
    expect(needs("dynamodb", "Scan", { TableName: "a" })).toEqual([`dynamodb:Scan ${table("a")}`]);
  });

  it.each(["BatchGetItem", "BatchWriteItem"])("asks for each table of a %s", (operation) => {
    expect(needs("dynamodb", operation, { RequestItems: { a: {}, b: {} } })).toEqual([
      `dynamodb:${operation} ${table("a")}`,
      `dynamodb:${operation} ${table("b")}`,
    ]);
  });

  it("asks for each kind of action in a transaction, once a table", () => {
    const TransactItems = [
      { Put: { TableName: "a" } },
      { Put: { TableName: "a" } },
      { Delete: { TableName: "b" } },
      { ConditionCheck: { TableName: "c" } },
      { Update: { TableName: "d" } },
    ];
    expect(needs("dynamodb", "TransactWriteItems", { TransactItems })).toEqual([
      `dynamodb:PutItem ${table("a")}`,
      `dynamodb:DeleteItem ${table("b")}`,
      `dynamodb:ConditionCheckItem ${table("c")}`,
      `dynamodb:UpdateItem ${table("d")}`,
    ]);
    expect(needs("dynamodb", "TransactGetItems", { TransactItems: [{ Get: { TableName: "a" } }] })).toEqual([
      `dynamodb:GetItem ${table("a")}`,
    ]);
  });

  it("asks for ListTables on everything", () => {
    expect(needs("dynamodb", "ListTables", {})).toEqual(["dynamodb:ListTables *"]);
  });

  it("asks for tagging too where a table is created with tags", () => {
    expect(needs("dynamodb", "CreateTable", { TableName: "a", Tags: [{ Key: "k", Value: "v" }] })).toEqual([
      `dynamodb:CreateTable ${table("a")}`,
      `dynamodb:TagResource ${table("a")}`,
    ]);
  });

  it("finds the resource of tags, backups, streams and point-in-time restores", () => {
    const stream = `${table("a")}/stream/2026-01-01`;
    expect(needs("dynamodb", "ListTagsOfResource", { ResourceArn: table("a") })).toEqual([
      `dynamodb:ListTagsOfResource ${table("a")}`,
    ]);
    expect(needs("dynamodb", "DescribeBackup", { BackupArn: `${table("a")}/backup/1` })).toEqual([
      `dynamodb:DescribeBackup ${table("a")}/backup/1`,
    ]);
    expect(needs("dynamodb", "GetRecords", { ShardIterator: `${stream}|1|x` })).toEqual([
      `dynamodb:GetRecords ${stream}`,
    ]);
    expect(
      needs("dynamodb", "RestoreTableToPointInTime", { SourceTableName: "a", TargetTableName: "b" }),
    ).toEqual([
      `dynamodb:RestoreTableToPointInTime ${table("a")}`,
      `dynamodb:RestoreTableToPointInTime ${table("b")}`,
    ]);
  });

  it.each([
    ['SELECT * FROM "a"."i" WHERE x = 1', `dynamodb:PartiQLSelect ${table("a")}/index/i`],
    ["INSERT INTO a VALUE {'x': 1}", `dynamodb:PartiQLInsert ${table("a")}`],
    ['UPDATE "a" SET y = 2 WHERE x = 1', `dynamodb:PartiQLUpdate ${table("a")}`],
    ['DELETE FROM "a" WHERE x = 1', `dynamodb:PartiQLDelete ${table("a")}`],
    ["nonsense", "dynamodb:PartiQLSelect *"],
  ])("reads the PartiQL statement %s", (Statement, expected) => {
    expect(needs("dynamodb", "ExecuteStatement", { Statement })).toEqual([expected]);
    expect(needs("dynamodb", "BatchExecuteStatement", { Statements: [{ Statement }] })).toEqual([expected]);
  });
});

describe("Lambda", () => {
  const arn = "arn:aws:lambda:us-east-1:123456789012:function:scan";

  it.each([
    [{ FunctionName: "scan" }, arn],
    [{ FunctionName: arn }, arn],
    [{ FunctionName: "123456789012:function:scan" }, arn],
    [{ FunctionName: "scan", Qualifier: "live" }, `${arn}:live`],
    [{ FunctionName: "scan:live" }, `${arn}:live`],
    [{ FunctionName: `${arn}:live`, Qualifier: "live" }, `${arn}:live`],
  ])("asks to invoke %j", (input, resource) => {
    expect(needs("lambda", "Invoke", input)).toEqual([`lambda:InvokeFunction ${resource}`]);
  });

  it("asks for other operations by their name", () => {
    expect(needs("lambda", "GetFunction", { FunctionName: "scan" })).toEqual([`lambda:GetFunction ${arn}`]);
  });
});

describe("Step Functions", () => {
  const machine = "arn:aws:states:us-east-1:123456789012:stateMachine:verify";

  it("asks for the machine or the execution that is acted on", () => {
    expect(needs("states", "StartExecution", { stateMachineArn: machine })).toEqual([
      `states:StartExecution ${machine}`,
    ]);
    const execution = "arn:aws:states:us-east-1:123456789012:execution:verify:1";
    expect(needs("states", "DescribeExecution", { executionArn: execution })).toEqual([
      `states:DescribeExecution ${execution}`,
    ]);
    expect(needs("states", "SendTaskSuccess", { taskToken: "t" })).toEqual(["states:SendTaskSuccess *"]);
  });
});

describe("CloudFormation", () => {
  it("asks for the stack, or for everything where none is named", () => {
    expect(needs("cloudformation", "DescribeStacks", { StackName: "local-holdfast-Api" })).toEqual([
      "cloudformation:DescribeStacks arn:aws:cloudformation:us-east-1:123456789012:stack/local-holdfast-Api/*",
    ]);
    expect(needs("cloudformation", "DescribeStacks", {})).toEqual(["cloudformation:DescribeStacks *"]);
  });
});

describe("EventBridge", () => {
  const arn = "arn:aws:events:us-east-1:123456789012:";

  it("asks for each bus that events are put on", () => {
    const Entries = [{}, { EventBusName: "default" }, { EventBusName: `${arn}event-bus/own` }];
    expect(needs("events", "PutEvents", { Entries })).toEqual([
      `events:PutEvents ${arn}event-bus/default`,
      `events:PutEvents ${arn}event-bus/own`,
    ]);
  });

  it("names a rule with its bus unless that is the default one", () => {
    expect(needs("events", "DescribeRule", { Name: "r" })).toEqual([`events:DescribeRule ${arn}rule/r`]);
    expect(needs("events", "PutTargets", { Rule: "r", EventBusName: "own" })).toEqual([
      `events:PutTargets ${arn}rule/own/r`,
    ]);
  });
});

describe("SQS, SNS and CloudWatch", () => {
  const of = (service: string, name: string) => `arn:aws:${service}:us-east-1:123456789012:${name}`;

  it("asks for the queue that the URL names, a batch for what each of its entries needs", () => {
    const QueueUrl = "http://127.0.0.1:4000/123456789012/dead";
    expect(needs("sqs", "SendMessageBatch", { QueueUrl })).toEqual([`sqs:SendMessage ${of("sqs", "dead")}`]);
  });

  it("asks for the topic, also of a subscription", () => {
    const topic = of("sns", "alerts");
    expect(needs("sns", "Publish", { TargetArn: topic })).toEqual([`sns:Publish ${topic}`]);
    expect(needs("sns", "Unsubscribe", { SubscriptionArn: `${topic}:1` })).toEqual([
      `sns:Unsubscribe ${topic}`,
    ]);
  });

  it("asks for each alarm that is named, for metrics on everything", () => {
    expect(needs("cloudwatch", "DescribeAlarms", { AlarmNames: ["a", "b"] })).toEqual([
      `cloudwatch:DescribeAlarms ${of("cloudwatch", "alarm:a")}`,
      `cloudwatch:DescribeAlarms ${of("cloudwatch", "alarm:b")}`,
    ]);
    expect(needs("cloudwatch", "PutMetricData", { Namespace: "n" })).toEqual(["cloudwatch:PutMetricData *"]);
  });
});

describe("Cognito", () => {
  it("asks for the user pool in the operations of an administrator, and IAM nothing in a user's", () => {
    expect(needs("cognito-idp", "AdminDeleteUser", { UserPoolId: "us-east-1_x" })).toEqual([
      "cognito-idp:AdminDeleteUser arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_x",
    ]);
    expect(needs("cognito-idp", "InitiateAuth", { ClientId: "c" })).toEqual([]);
  });
});

describe("AppSync", () => {
  const graphql = (query: string, operationName?: string) =>
    requiredPermissions("appsync", "GraphQL", { apiId: "api", query, operationName }, place).map(
      ({ resource }) => resource.split("apis/api/types/")[1],
    );

  it("asks for each top-level field by its own name, through fragments and aliases", () => {
    const query = `query { mine: listItems { items { id } } ...More ... on Query { getItem { id } } __typename }
      fragment More on Query { listCategories { items { id } } ...More }`;
    expect(graphql(query)).toEqual([
      "Query/fields/listItems",
      "Query/fields/listCategories",
      "Query/fields/getItem",
    ]);
  });

  it("asks only for the operation that is run", () => {
    const query =
      "query A { getItem { id } } mutation B { createItem { id } } subscription C { onCreateItem { id } }";
    expect(graphql(query, "B")).toEqual(["Mutation/fields/createItem"]);
    expect(graphql(query)).toHaveLength(3);
  });

  it("names the action and the whole ARN", () => {
    expect(needs("appsync", "GraphQL", { apiId: "api", query: "{ listItems { id } }" })).toEqual([
      "appsync:GraphQL arn:aws:appsync:us-east-1:123456789012:apis/api/types/Query/fields/listItems",
    ]);
  });

  it("refuses a document that is no GraphQL", () => {
    expect(() => graphql("query {")).toThrow(AwsError);
    expect(() => graphql("query {")).toThrow("Unable to parse GraphQL query: Syntax Error");
  });
});
