import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackupClient, ListBackupPlansCommand } from "@aws-sdk/client-backup";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Template } from "./assembly/assembly.ts";
import { role, startTestCloud, type TestCloud, writeAssembly } from "./testing.ts";

const code = (answer: string) => `
import { appendFileSync } from "node:fs";
export const handler = async (event) => {
  if (event.Records) appendFileSync(process.env.SEEN, "${answer} " + event.Records[0].dynamodb.Keys.id.S + "\\n");
  await new Promise((resolve) => setTimeout(resolve, event.waitMs ?? 0));
  return "${answer}";
};`;

const arn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const anything = { Effect: "Allow", Action: "*", Resource: "*" };
const table = (properties = {}) => ({
  Type: "AWS::DynamoDB::Table",
  Properties: {
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
    StreamSpecification: { StreamViewType: "KEYS_ONLY" },
    ...properties,
  },
});
const ApiId = { "Fn::GetAtt": ["Api", "ApiId"] };
const result = "$util.toJson($ctx.result)";

/** The first version, with what a test changes of it. */
const stacks = (changes: Template["Resources"] = {}, schema = "type Query { hello: String }"): Template => ({
  Resources: Object.fromEntries(
    Object.entries({
      Notes: table({ TableName: "Notes" }),
      Role: role("lambda.amazonaws.com", [anything]),
      MachineRole: role("states.amazonaws.com", [anything]),
      Function: {
        Type: "AWS::Lambda::Function",
        Properties: {
          FunctionName: "answer",
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Role: arn("Role"),
          Timeout: 20,
          Environment: { Variables: { SEEN: join(folder, "seen") } },
          Code: { S3Bucket: "assets", S3Key: "one.zip" },
        },
      },
      Source: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          EventSourceArn: { "Fn::GetAtt": ["Notes", "StreamArn"] },
          FunctionName: { Ref: "Function" },
        },
      },
      Machine: {
        Type: "AWS::StepFunctions::StateMachine",
        Properties: {
          StateMachineName: "machine",
          RoleArn: arn("MachineRole"),
          DefinitionString: JSON.stringify({
            StartAt: "Ask",
            States: {
              Ask: {
                Type: "Task",
                Resource: "arn:aws:states:::lambda:invoke",
                End: true,
                Parameters: { FunctionName: "answer", Payload: { waitMs: 1500 } },
              },
            },
          }),
        },
      },
      Vault: { Type: "AWS::Backup::BackupVault", Properties: { BackupVaultName: "vault" } },
      Plan: {
        Type: "AWS::Backup::BackupPlan",
        Properties: {
          BackupPlan: {
            BackupPlanName: "daily",
            BackupPlanRule: [
              {
                RuleName: "Daily",
                TargetBackupVault: { Ref: "Vault" },
                ScheduleExpression: "cron(0 5 * * ? *)",
              },
            ],
          },
        },
      },
      Pool: {
        Type: "AWS::Cognito::UserPool",
        Properties: { AliasAttributes: ["email"], AutoVerifiedAttributes: ["email"] },
      },
      Client: {
        Type: "AWS::Cognito::UserPoolClient",
        Properties: { UserPoolId: { Ref: "Pool" }, ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] },
      },
      Api: {
        Type: "AWS::AppSync::GraphQLApi",
        Properties: {
          Name: "api",
          AuthenticationType: "AMAZON_COGNITO_USER_POOLS",
          UserPoolConfig: { UserPoolId: { Ref: "Pool" }, AwsRegion: "us-east-1", DefaultAction: "ALLOW" },
        },
      },
      Schema: { Type: "AWS::AppSync::GraphQLSchema", Properties: { ApiId, Definition: schema } },
      Nothing: { Type: "AWS::AppSync::DataSource", Properties: { ApiId, Name: "Nothing", Type: "NONE" } },
      Hello: {
        Type: "AWS::AppSync::Resolver",
        DependsOn: "Schema",
        Properties: {
          ApiId,
          TypeName: "Query",
          FieldName: "hello",
          DataSourceName: { "Fn::GetAtt": ["Nothing", "Name"] },
          RequestMappingTemplate: `{ "version": "2018-05-29", "payload": "first" }`,
          ResponseMappingTemplate: result,
        },
      },
      ...changes,
    }).filter(([, resource]) => resource !== undefined),
  ),
  Outputs: { Client: { Value: { Ref: "Client" } }, Url: { Value: { "Fn::GetAtt": ["Api", "GraphQLUrl"] } } },
});

const gone = undefined as never;
const changed = (id: string, properties: object): Template["Resources"] => {
  const resource = stacks().Resources![id]!;
  return { [id]: { ...resource, Properties: { ...resource.Properties, ...properties } } };
};
const newCode = () => changed("Function", { Code: { S3Bucket: "assets", S3Key: "two.zip" } });

let folder: string;
let it: TestCloud;
let versions = 0;
const assets = { one: { "index.mjs": code("one") }, two: { "index.mjs": code("two") } };

const assembly = (template: Template) =>
  writeAssembly(join(folder, `assembly-${++versions}`), { App: template }, assets);
const update = async (template: Template) => it.cloud.update(await assembly(template));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-deployments-"));
  it = await startTestCloud({ App: stacks() }, assets);
});
afterAll(async () => {
  await it.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await update(stacks());
});

async function invoke(payload: object = {}): Promise<string> {
  const { Payload } = await new LambdaClient(it.client).send(
    new InvokeCommand({ FunctionName: "answer", Payload: Buffer.from(JSON.stringify(payload)) }),
  );
  return JSON.parse(Buffer.from(Payload!).toString());
}

test("runs new code, lets what is under way end on the old, and keeps the data", async () => {
  const dynamodb = new DynamoDBClient(it.client);
  await dynamodb.send(new PutItemCommand({ TableName: "Notes", Item: { id: { S: "1" } } }));
  const underWay = invoke({ waitMs: 1000 });
  await new Promise((resolve) => setTimeout(resolve, 400));
  const { changes } = await update(stacks(newCode()));

  expect(changes).toEqual([
    { change: "changed", type: "AWS::Lambda::Function", source: "test-app-App/Function" },
  ]);
  expect(await invoke()).toBe("two");
  expect(await underWay).toBe("one");
  expect(await invoke()).toBe("two");
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: "Notes", Key: { id: { S: "1" } } }));
  expect(Item).toBeDefined();
});

test("delivers a stream's records once, however often it was deployed", async () => {
  await update(stacks(newCode()));
  await update(stacks());
  await appendFile(join(folder, "seen"), "");
  const dynamodb = new DynamoDBClient(it.client);
  await dynamodb.send(new PutItemCommand({ TableName: "Notes", Item: { id: { S: "once" } } }));
  const seen = async () => (await readFile(join(folder, "seen"), "utf8")).match(/\w+ once/g);
  await vi.waitFor(async () => expect(await seen()).not.toBeNull(), { timeout: 10_000 });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await seen()).toEqual(["one once"]);
  await update(stacks({ Source: gone }));
  await dynamodb.send(new PutItemCommand({ TableName: "Notes", Item: { id: { S: "unseen" } } }));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await readFile(join(folder, "seen"), "utf8")).not.toContain("unseen");
});

test("lets an execution end on the definition it began with", async () => {
  const states = new SFNClient(it.client);
  const stateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:machine";
  const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn }));
  const DefinitionString = JSON.stringify({ StartAt: "End", States: { End: { Type: "Succeed" } } });
  await update(stacks(changed("Machine", { DefinitionString })));
  const second = await states.send(new StartExecutionCommand({ stateMachineArn, input: `{"new":true}` }));
  const output = (executionArn?: string) =>
    vi.waitFor(
      async () => {
        const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
        expect(execution.status).toBe("SUCCEEDED");
        return execution.output;
      },
      { timeout: 10_000 },
    );
  expect(await output(second.executionArn)).toBe(`{"new":true}`);
  expect(await output(executionArn)).toContain(`"Payload":"one"`);
});

test("takes grants away with the policy that is gone", async () => {
  const policy = (Action: string) => ({
    Type: "AWS::IAM::Policy",
    Properties: {
      PolicyName: "Extra",
      Roles: [{ Ref: "Narrow" }],
      PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] },
    },
  });
  const Narrow = role("states.amazonaws.com", []);
  const runs = async (Extra: object | undefined) => {
    await update(
      stacks({ ...changed("Machine", { RoleArn: arn("Narrow") }), Narrow, Extra: Extra as never }),
    );
    const states = new SFNClient(it.client);
    const stateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:machine";
    const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn }));
    return vi.waitFor(
      async () => {
        const { status } = await states.send(new DescribeExecutionCommand({ executionArn }));
        expect(status).not.toBe("RUNNING");
        return status;
      },
      { timeout: 10_000 },
    );
  };
  expect(await runs(policy("lambda:InvokeFunction"))).toBe("SUCCEEDED");
  expect(await runs(gone)).toBe("FAILED");
});

test("makes new tables, and keeps one that is gone, with a warning, until it is back", async () => {
  const tables = async () =>
    (await new DynamoDBClient(it.client).send(new ListTablesCommand({}))).TableNames ?? [];
  const more = { More: table({ TableName: "More" }) };
  expect((await update(stacks(more))).changes).toEqual([
    { change: "added", type: "AWS::DynamoDB::Table", source: "test-app-App/More" },
  ]);
  expect(await tables()).toContain("More");
  const { changes, warnings } = await update(stacks());
  expect(changes).toEqual([{ change: "kept", type: "AWS::DynamoDB::Table", source: "test-app-App/More" }]);
  expect(warnings).toContain(
    "test-app-App/More is no longer in the stacks; AWS::DynamoDB::Table More is kept.",
  );
  expect(await tables()).toContain("More");
  expect((await update(stacks(more))).warnings.join()).not.toContain("no longer in the stacks");
});

const plans = async () =>
  (await new BackupClient(it.client).send(new ListBackupPlansCommand({}))).BackupPlansList?.length;

test("removes a plan that is gone, a restart between the two", async () => {
  expect(await plans()).toBe(1);
  await it.cloud.stop();
  const without = await startTestCloud({}, assets, {
    assembly: await assembly(stacks({ Plan: gone })),
    dataDir: it.dataDir,
  });
  const client = new BackupClient(without.client);
  expect((await client.send(new ListBackupPlansCommand({}))).BackupPlansList).toEqual([]);
  await without.cloud.stop();
  await it.restart();
  expect(await plans()).toBe(1);
});

/** Signs a user up, once, and asks the API as that user. */
async function graphql(query: string): Promise<any> {
  const cognito = new CognitoIdentityProviderClient(it.client);
  const { Client: ClientId, Url } = it.cloud.outputs.App!;
  const UserAttributes = [{ Name: "email", Value: "ann@example.com" }];
  const user = { ClientId, Username: "ann", Password: "Beasts-42", UserAttributes };
  await cognito.send(new SignUpCommand(user)).then(
    async () => {
      const inbox = await fetch(it.cloud.inboxUrl, { headers: { accept: "application/json" } });
      const [{ code }] = (await inbox.json()) as [{ code: string }];
      await cognito.send(new ConfirmSignUpCommand({ ClientId, Username: "ann", ConfirmationCode: code }));
    },
    () => {},
  );
  const AuthParameters = { USERNAME: "ann", PASSWORD: "Beasts-42" };
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
  const answer = await fetch(Url!, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: AuthenticationResult!.IdToken! },
    body: JSON.stringify({ query }),
  });
  return answer.json();
}

test("answers by the new schema and its resolvers, and keeps the users", async () => {
  expect(await graphql("{ hello }")).toEqual({ data: { hello: "first" } });
  const endpoint = it.cloud.endpoint;
  const bye = structuredClone(stacks().Resources!.Hello!);
  Object.assign(bye.Properties!, { FieldName: "bye", RequestMappingTemplate: `{ "payload": "second" }` });
  await update(stacks({ Bye: bye }, "type Query { hello: String bye: String }"));
  expect(await graphql("{ hello bye }")).toEqual({ data: { hello: "first", bye: "second" } });
  expect(it.cloud.endpoint).toBe(endpoint);
});

test.each([
  [
    "a resource that can't be made",
    {
      Last: {
        Type: "AWS::AppSync::Resolver",
        DependsOn: ["Schema", "Function", "Extra"],
        Properties: { ApiId, TypeName: "Query", FieldName: "hello", Runtime: { Name: "APPSYNC_JS" } },
      },
    },
    undefined,
    "APPSYNC_JS",
  ],
  ["a schema that can't be read", {}, "type Query { hello: Missing }", "Missing"],
])("goes back to what ran when it is to deploy %s", async (_, broken, schema, message) => {
  const Extra = table({ TableName: "Extra" });
  const Alias = {
    Type: "AWS::KMS::Alias",
    Properties: { AliasName: "alias/extra", TargetKeyId: "alias/aws/backup" },
  };
  const next = stacks({ ...newCode(), ...broken, Extra, Alias }, schema);
  await expect(update(next)).rejects.toThrow(message);

  expect(await invoke()).toBe("one");
  expect(await graphql("{ hello }")).toEqual({ data: { hello: "first" } });
  const { Stacks } = await new CloudFormationClient(it.client).send(new DescribeStacksCommand({}));
  expect(Stacks?.[0]?.StackStatus).toMatch(/COMPLETE$/);
  expect((await update(stacks(newCode()))).changes.map(({ source }) => source)).toContain(
    "test-app-App/Function",
  );
});

test("refuses an assembly that isn't there, and goes on", async () => {
  await expect(it.cloud.update(join(folder, "nothing"))).rejects.toThrow("No synthesized assembly");
  expect(await invoke()).toBe("one");
});

test("deploys one after the other what is asked for at once", async () => {
  const [one, two] = [await assembly(stacks()), await assembly(stacks(newCode()))];
  await Promise.all([two, one, two].map((one) => it.cloud.update(one)));
  expect(await invoke()).toBe("two");
});
