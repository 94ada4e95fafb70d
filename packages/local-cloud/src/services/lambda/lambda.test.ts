import {
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { role, startTestCloud, type TestCloud } from "../../testing.ts";

const code = `
import { DynamoDBClient, PutItemCommand } from "${import.meta.resolve("@aws-sdk/client-dynamodb")}";
export const echo = async (event, context) => ({ event, name: context.functionName, greeting: process.env.GREETING, home: process.env.HOME ?? null });
export const fail = async () => { throw new TypeError("broken on purpose"); };
export const sleep = () => new Promise(() => setInterval(() => {}, 1000));
export const remember = async ({ Records }) => {
  const client = new DynamoDBClient({});
  for (const record of Records) {
    await client.send(new PutItemCommand({ TableName: "Tombstones", Item: { id: { S: record.dynamodb.Keys.id.S }, kind: { S: record.eventName } } }));
  }
};
`;

const fn = (handler: string, roleId = "Role", properties = {}) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    FunctionName: handler,
    Runtime: "nodejs24.x",
    Handler: `index.${handler}`,
    Role: { "Fn::GetAtt": [roleId, "Arn"] },
    Code: { S3Bucket: "assets", S3Key: "code.zip" },
    Environment: { Variables: { GREETING: "hello" } },
    ...properties,
  },
});
const table = (name: string) => ({
  Type: "AWS::DynamoDB::Table",
  Properties: {
    TableName: name,
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
    StreamSpecification: { StreamViewType: "KEYS_ONLY" },
  },
});
const allow = (Action: string | string[], Resource: unknown) => ({ Effect: "Allow", Action, Resource });

let it: TestCloud;
let lambda: LambdaClient;

beforeAll(async () => {
  const definition = {
    StartAt: "Echo",
    States: {
      Echo: { Type: "Task", Resource: "${Echo}", ResultPath: "$.echoed", Next: "Fail" },
      Fail: {
        Type: "Task",
        Resource: "${Fail}",
        Catch: [{ ErrorEquals: ["TypeError"], Next: "Caught", ResultPath: "$.error" }],
        End: true,
      },
      Caught: { Type: "Pass", End: true },
    },
  };
  const machine = (name: string, roleId: string) => ({
    Type: "AWS::StepFunctions::StateMachine",
    Properties: {
      StateMachineName: name,
      RoleArn: { "Fn::GetAtt": [roleId, "Arn"] },
      DefinitionString: JSON.stringify(definition),
      DefinitionSubstitutions: {
        Echo: { "Fn::GetAtt": ["Echo", "Arn"] },
        Fail: { "Fn::GetAtt": ["Fail", "Arn"] },
      },
    },
  });
  const template = {
    Resources: {
      Role: role("lambda.amazonaws.com", [
        ...["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((action) =>
          allow(`dynamodb:${action}`, "*"),
        ),
        allow("dynamodb:PutItem", { "Fn::GetAtt": ["Tombstones", "Arn"] }),
      ]),
      StatesRole: role("states.amazonaws.com", [allow("lambda:InvokeFunction", "*")]),
      IdleRole: role("states.amazonaws.com", []),
      Echo: fn("echo"),
      Fail: fn("fail"),
      Sleep: fn("sleep", "Role", { Timeout: 1 }),
      Remember: fn("remember"),
      Beasts: table("Beasts"),
      Tombstones: table("Tombstones"),
      Removals: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          EventSourceArn: { "Fn::GetAtt": ["Beasts", "StreamArn"] },
          FunctionName: { Ref: "Remember" },
          FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ eventName: ["REMOVE"] }) }] },
        },
      },
      Machine: machine("machine", "StatesRole"),
      Powerless: machine("powerless", "IdleRole"),
    },
    Outputs: { Machine: { Value: { Ref: "Machine" } }, Powerless: { Value: { Ref: "Powerless" } } },
  };
  it = await startTestCloud({ Functions: template }, { code: { "index.mjs": code } });
  lambda = new LambdaClient(it.client);
});
afterAll(() => it.stop());

async function invoke(name: string, payload: unknown = {}) {
  const reply = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(payload)) }),
  );
  return { error: reply.FunctionError, result: JSON.parse(Buffer.from(reply.Payload!).toString()) };
}

async function execution(stateMachineArn: string, input: unknown) {
  const states = new SFNClient(it.client);
  const { executionArn } = await states.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return vi.waitFor(async () => {
    const found = await states.send(new DescribeExecutionCommand({ executionArn }));
    expect(found.status).not.toBe("RUNNING");
    return found;
  });
}

test("runs a bundle in a process of its own, with its environment and nothing of ours", async () => {
  const { result } = await invoke("echo", { n: 1 });

  expect(result).toEqual({ event: { n: 1 }, name: "echo", greeting: "hello", home: null });
});

test("answers a handler's error as Lambda does", async () => {
  expect(await invoke("fail")).toMatchObject({
    error: "Unhandled",
    result: { errorType: "TypeError", errorMessage: "broken on purpose" },
  });
});

test("ends a function that takes longer than its timeout", async () => {
  expect(await invoke("sleep")).toMatchObject({
    error: "Unhandled",
    result: {
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringContaining("Task timed out after 1.00 seconds"),
    },
  });
});

test("refuses a function that isn't there", async () => {
  await expect(invoke("nothing")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("hands a table's deletions, and only those, to the function that listens", async () => {
  const dynamodb = new DynamoDBClient(it.client);
  const Item = { id: { S: "ogre" } };
  await dynamodb.send(new PutItemCommand({ TableName: "Beasts", Item }));
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: "Beasts" }));
  await dynamodb.send(new DeleteItemCommand({ TableName: Table!.TableArn, Key: Item }));

  const found = await vi.waitFor(async () => {
    const { Item: tombstone } = await dynamodb.send(
      new GetItemCommand({ TableName: "Tombstones", Key: Item }),
    );
    expect(tombstone).toBeDefined();
    return tombstone;
  });

  expect(found).toEqual({ id: { S: "ogre" }, kind: { S: "REMOVE" } });
});

test("runs a state machine over functions, with Catch by the error's name", async () => {
  const { status, output } = await execution(it.cloud.outputs.Functions!.Machine!, { n: 2 });

  expect(status).toBe("SUCCEEDED");
  expect(JSON.parse(output!)).toMatchObject({
    n: 2,
    echoed: { event: { n: 2 } },
    error: { Error: "TypeError" },
  });
});

test("fails a state machine whose role may not invoke the function", async () => {
  const { status, cause } = await execution(it.cloud.outputs.Functions!.Powerless!, {});

  expect(status).toBe("FAILED");
  expect(cause).toContain("lambda:InvokeFunction");
});
