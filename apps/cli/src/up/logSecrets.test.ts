import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { role, startTestCloud, type TestCloud } from "@holdfast/local-cloud/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LogFile, openLog } from "./logFile.ts";

const ApiId = { "Fn::GetAtt": ["Api", "ApiId"] };
const arn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const anything = { Effect: "Allow", Action: "*", Resource: "*" };

const template = {
  Resources: {
    Pool: {
      Type: "AWS::Cognito::UserPool",
      Properties: { AliasAttributes: ["email"], AutoVerifiedAttributes: ["email"] },
    },
    Client: {
      Type: "AWS::Cognito::UserPoolClient",
      Properties: { UserPoolId: { Ref: "Pool" }, ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] },
    },
    Notes: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        TableName: "Notes",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      },
    },
    DataRole: role("appsync.amazonaws.com", [anything]),
    Role: role("lambda.amazonaws.com", [anything]),
    Api: {
      Type: "AWS::AppSync::GraphQLApi",
      Properties: {
        Name: "api",
        AuthenticationType: "AMAZON_COGNITO_USER_POOLS",
        UserPoolConfig: { UserPoolId: { Ref: "Pool" }, AwsRegion: "us-east-1", DefaultAction: "ALLOW" },
      },
    },
    Schema: {
      Type: "AWS::AppSync::GraphQLSchema",
      Properties: {
        ApiId,
        Definition:
          "type Note { id: ID! text: String } type Query { hello: String } type Mutation { putNote(id: ID!, text: String!): Note }",
      },
    },
    Source: {
      Type: "AWS::AppSync::DataSource",
      Properties: {
        ApiId,
        Name: "Notes",
        Type: "AMAZON_DYNAMODB",
        ServiceRoleArn: arn("DataRole"),
        DynamoDBConfig: { TableName: { Ref: "Notes" }, AwsRegion: "us-east-1" },
      },
    },
    PutNote: {
      Type: "AWS::AppSync::Resolver",
      DependsOn: "Schema",
      Properties: {
        ApiId,
        TypeName: "Mutation",
        FieldName: "putNote",
        DataSourceName: { "Fn::GetAtt": ["Source", "Name"] },
        RequestMappingTemplate: `{ "version": "2018-05-29", "operation": "PutItem",
          "key": { "id": $util.dynamodb.toDynamoDBJson($ctx.args.id) },
          "attributeValues": { "text": $util.dynamodb.toDynamoDBJson($ctx.args.text) },
          "condition": { "expression": "attribute_not_exists(id)" } }`,
        ResponseMappingTemplate:
          "#if($ctx.error) $util.error($ctx.error.message, $ctx.error.type) #end $util.toJson($ctx.result)",
      },
    },
    Careless: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: "careless",
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Role: arn("Role"),
        Code: { S3Bucket: "assets", S3Key: "code.zip" },
      },
    },
  },
  Outputs: {
    Client: { Value: { Ref: "Client" } },
    Url: { Value: { "Fn::GetAtt": ["Api", "GraphQLUrl"] } },
    Role: { Value: arn("Role") },
  },
};

// Prints what it should not.
const code = `export const handler = async (event) => {
  console.log(process.env);
  console.log(JSON.stringify(process.env));
  console.log("token " + event.token);
  for (const name of Object.keys(process.env)) console.log(name + "=" + process.env[name]);
};`;

let folder: string;
let log: LogFile;
let local: TestCloud;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-secrets-"));
  log = openLog(join(folder, "log"), { now: () => new Date(), sleep: async () => {} });
  local = await startTestCloud(
    { App: template },
    { code: { "index.mjs": code } },
    { log: ({ service, message, at, call }) => log.write(service, message, { at, call }) },
  );
});
afterAll(async () => {
  await local.stop();
  await log.close();
  await rm(folder, { recursive: true, force: true });
});

const password = "Hunter-2-Hunter";
const content = "what-the-patient-said";

it("has no password, token, key, signature or item in it, whatever is called and goes wrong", async () => {
  const { client, cloud } = local;
  const { Client: ClientId, Url, Role } = cloud.outputs.App!;
  const secrets = [password, content, client.credentials.secretAccessKey];
  const cognito = new CognitoIdentityProviderClient(client);
  const UserAttributes = [{ Name: "email", Value: "ann@example.com" }];
  await cognito.send(new SignUpCommand({ ClientId, Username: "ann", Password: password, UserAttributes }));
  const inbox = await fetch(cloud.inboxUrl, { headers: { accept: "application/json" } });
  const [{ code }] = (await inbox.json()) as [{ code: string }];
  await cognito.send(new ConfirmSignUpCommand({ ClientId, Username: "ann", ConfirmationCode: code }));
  const signIn = (PASSWORD: string) =>
    cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "ann", PASSWORD },
      }),
    );
  const { AuthenticationResult } = await signIn(password);
  await expect(signIn(`wrong-${password}`)).rejects.toThrow("Incorrect");
  const { IdToken, AccessToken, RefreshToken } = AuthenticationResult!;
  secrets.push(...[IdToken, AccessToken, RefreshToken].flatMap((token) => token ?? []));

  const graphql = (query: string, authorization = IdToken!) =>
    fetch(Url!, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify({ query }),
    });
  const put = `mutation { putNote(id: "1", text: "${content}") { text } }`;
  for (const query of [put, put, `mutation { noSuch(text: "${content}") }`, `{ "${content}`])
    await graphql(query);
  await graphql(put, `${IdToken!.slice(0, -4)}AAAA`);

  const dynamodb = new DynamoDBClient(client);
  const refused = [
    new PutItemCommand({ TableName: "Notes", Item: { id: { N: "1" }, text: { S: content } } }),
    new PutItemCommand({ TableName: "None", Item: { id: { S: content } } }),
    new UpdateItemCommand({
      TableName: "Notes",
      Key: { id: { S: content } },
      UpdateExpression: "SET #a = :a, :b",
      ExpressionAttributeValues: { ":a": { S: content } },
    }),
  ];
  for (const command of refused) await expect(dynamodb.send(command as PutItemCommand)).rejects.toThrow();
  await dynamodb.send(
    new PutItemCommand({ TableName: "Notes", Item: { id: { S: "2" }, text: { S: content } } }),
  );

  for (const [target, service] of [
    ["AWSCognitoIdentityProviderService.InitiateAuth", "cognito-idp"],
    ["DynamoDB_20120810.PutItem", "dynamodb"],
  ] as const) {
    await fetch(cloud.endpoint, {
      method: "POST",
      headers: {
        "x-amz-target": target,
        authorization: `AWS4-HMAC-SHA256 Credential=${client.credentials.accessKeyId}/20260131/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0123456789abcdef`,
      },
      body: `{"Password":"${password}","Item":${content}`,
    });
  }
  secrets.push("0123456789abcdef");

  const { Credentials } = await new STSClient(client)
    .send(new AssumeRoleCommand({ RoleArn: Role!, RoleSessionName: "test" }))
    .catch(() => ({ Credentials: undefined }));
  if (Credentials) secrets.push(Credentials.SecretAccessKey!, Credentials.SessionToken!);
  await new KMSClient(client).send(
    new EncryptCommand({ KeyId: "alias/aws/dynamodb", Plaintext: Buffer.from(content) }),
  );
  await new SFNClient(client)
    .send(new StartExecutionCommand({ stateMachineArn: "none", input: `{"text": ${content}}` }))
    .catch(() => {});
  await new LambdaClient(client).send(
    new InvokeCommand({ FunctionName: "careless", Payload: Buffer.from(JSON.stringify({ token: IdToken })) }),
  );

  const text = await readFile(join(folder, "log"), "utf8");
  expect(text).toContain("careless");
  expect(text).toContain("AWS_SECRET_ACCESS_KEY");
  for (const secret of secrets) expect(text).not.toContain(secret);
  const named = text.match(/AWS_(SECRET_ACCESS_KEY|SESSION_TOKEN)/g);
  expect(text.match(/AWS_(SECRET_ACCESS_KEY|SESSION_TOKEN)(?=\W*\[secret\])/g)).toEqual(named);
});
