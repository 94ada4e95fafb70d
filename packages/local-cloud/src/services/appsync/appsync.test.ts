import { join } from "node:path";
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sign } from "../../iam/signature/testing.ts";
import { role, startTestCloud, type TestCloud, writeAssembly } from "../../testing.ts";

const schema = `
type Note @aws_iam @aws_cognito_user_pools { id: ID! text: String! at: String seconds: Int day: String }
type Query { note(id: ID!): Note @aws_iam @aws_cognito_user_pools locked(id: ID!): Note huge: String }
type Mutation { putNote(id: ID!, text: String!): Note }
type Subscription { onPutNote: Note @aws_subscribe(mutations: ["putNote"]) @aws_iam @aws_cognito_user_pools }
`;
const get = `{ "version": "2018-05-29", "operation": "GetItem", "key": { "id": $util.dynamodb.toDynamoDBJson($ctx.args.id) } }`;
const put = `{ "version": "2018-05-29", "operation": "PutItem",
  "key": { "id": $util.dynamodb.toDynamoDBJson($ctx.args.id) },
  "attributeValues": { "text": $util.dynamodb.toDynamoDBJson($ctx.args.text),
    "at": $util.dynamodb.toDynamoDBJson($util.time.nowISO8601()),
    "seconds": $util.dynamodb.toDynamoDBJson($util.time.nowEpochSeconds()),
    "day": $util.dynamodb.toDynamoDBJson($util.time.nowFormatted("yyyy-MM-dd")) } }`;
const result =
  "#if($ctx.error) $util.error($ctx.error.message, $ctx.error.type) #end $util.toJson($ctx.result)";

const ApiId = { "Fn::GetAtt": ["Api", "ApiId"] };
const tableArn = { "Fn::GetAtt": ["Notes", "Arn"] };
const allow = (Action: string[]) => ({ Effect: "Allow", Action, Resource: tableArn });
const source = (Name: string, roleId: string) => ({
  Type: "AWS::AppSync::DataSource",
  Properties: {
    ApiId,
    Name,
    Type: "AMAZON_DYNAMODB",
    ServiceRoleArn: { "Fn::GetAtt": [roleId, "Arn"] },
    DynamoDBConfig: { TableName: { Ref: "Notes" }, AwsRegion: "us-east-1" },
  },
});
const resolver = (TypeName: string, FieldName: string, sourceId: string, RequestMappingTemplate: string) => ({
  Type: "AWS::AppSync::Resolver",
  DependsOn: "Schema",
  Properties: {
    ApiId,
    TypeName,
    FieldName,
    DataSourceName: { "Fn::GetAtt": [sourceId, "Name"] },
    RequestMappingTemplate,
    ResponseMappingTemplate: result,
  },
});

const template = {
  Resources: {
    Pool: {
      Type: "AWS::Cognito::UserPool",
      Properties: {
        AliasAttributes: ["email"],
        AutoVerifiedAttributes: ["email"],
        Policies: { PasswordPolicy: { MinimumLength: 8, RequireNumbers: true } },
      },
    },
    Client: {
      Type: "AWS::Cognito::UserPoolClient",
      Properties: {
        UserPoolId: { Ref: "Pool" },
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        PreventUserExistenceErrors: "ENABLED",
      },
    },
    Group: {
      Type: "AWS::Cognito::UserPoolGroup",
      Properties: { UserPoolId: { Ref: "Pool" }, GroupName: "operators" },
    },
    Notes: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      },
    },
    Role: role("appsync.amazonaws.com", [allow(["dynamodb:GetItem", "dynamodb:PutItem"])]),
    IdleRole: role("appsync.amazonaws.com", []),
    Api: {
      Type: "AWS::AppSync::GraphQLApi",
      Properties: {
        Name: "notes",
        AuthenticationType: "AMAZON_COGNITO_USER_POOLS",
        UserPoolConfig: { UserPoolId: { Ref: "Pool" }, AwsRegion: "us-east-1", DefaultAction: "ALLOW" },
        AdditionalAuthenticationProviders: [{ AuthenticationType: "AWS_IAM" }],
      },
    },
    Schema: { Type: "AWS::AppSync::GraphQLSchema", Properties: { ApiId, Definition: schema } },
    Source: source("Notes", "Role"),
    IdleSource: source("Idle", "IdleRole"),
    GetNote: resolver("Query", "note", "Source", get),
    GetLocked: resolver("Query", "locked", "IdleSource", get),
    Nothing: { Type: "AWS::AppSync::DataSource", Properties: { ApiId, Name: "Nothing", Type: "NONE" } },
    Huge: resolver(
      "Query",
      "huge",
      "Nothing",
      `#set($text = "${"x".repeat(1000)}") #foreach($n in [1..13]) #set($text = "$text$text") #end { "version": "2018-05-29", "payload": "$text" }`,
    ),
    PutNote: resolver("Mutation", "putNote", "Source", put),
  },
  Outputs: {
    Url: { Value: { "Fn::GetAtt": ["Api", "GraphQLUrl"] } },
    Pool: { Value: { Ref: "Pool" } },
    Client: { Value: { Ref: "Client" } },
  },
};

let it: TestCloud;
let cognito: CognitoIdentityProviderClient;
let ClientId: string;
let token: string;

beforeAll(async () => {
  it = await startTestCloud({ Notes: template });
  ClientId = it.cloud.outputs.Notes!.Client!;
  cognito = new CognitoIdentityProviderClient(it.client);
  await signUp("ann", "ann@example.com");
  token = await signIn("ann");
});
afterAll(() => it.stop());

async function codeFor(username: string): Promise<string> {
  const reply = await fetch(it.cloud.inboxUrl, { headers: { accept: "application/json" } });
  const messages = (await reply.json()) as { username: string; code: string }[];
  return messages.find((message) => message.username === username)!.code;
}

async function signUp(Username: string, email: string): Promise<void> {
  await cognito.send(
    new SignUpCommand({
      ClientId,
      Username,
      Password: "beasts-42",
      UserAttributes: [{ Name: "email", Value: email }],
    }),
  );
  await cognito.send(
    new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: await codeFor(Username) }),
  );
}

async function signIn(USERNAME: string): Promise<string> {
  const AuthParameters = { USERNAME, PASSWORD: "beasts-42" };
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
  return AuthenticationResult!.IdToken!;
}

const after = (ms: number) => it.cloud.clock.advance(new Date(it.cloud.clock.now().getTime() + ms));
const [hour, day] = [3_600_000, 86_400_000];

async function graphql(query: string, authorization = token): Promise<any> {
  const headers = { "content-type": "application/json", authorization };
  return (
    await fetch(it.cloud.outputs.Notes!.Url!, { method: "POST", headers, body: JSON.stringify({ query }) })
  ).json();
}

test("signs in by the e-mail address that is an alias of the username", async () => {
  const claims = JSON.parse(
    Buffer.from((await signIn("ann@example.com")).split(".")[1]!, "base64url").toString(),
  );

  expect(claims["cognito:username"]).toBe("ann");
});

test("refuses a password that the pool's policy refuses", async () => {
  const command = new SignUpCommand({ ClientId, Username: "bob", Password: "no-numbers" });

  await expect(cognito.send(command)).rejects.toMatchObject({ name: "InvalidPasswordException" });
});

test("refuses a sign-in flow that the client doesn't allow", async () => {
  const command = new InitiateAuthCommand({
    ClientId,
    AuthFlow: "USER_SRP_AUTH",
    AuthParameters: { USERNAME: "ann" },
  });

  await expect(cognito.send(command)).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "USER_SRP_AUTH flow not enabled for this client",
  });
});

test.each([
  ["ann", "wrong-1234"],
  ["nobody", "beasts-42"],
])("doesn't tell %s with the password %s what was wrong", async (USERNAME, PASSWORD) => {
  const AuthParameters = { USERNAME, PASSWORD };
  const command = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });

  await expect(cognito.send(command)).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: "Incorrect username or password.",
  });
});

test("answers a forgotten password of nobody like anybody's", async () => {
  const { CodeDeliveryDetails } = await cognito.send(
    new ForgotPasswordCommand({ ClientId, Username: "nobody" }),
  );

  expect(CodeDeliveryDetails?.DeliveryMedium).toBe("EMAIL");
});

test("refuses a second user with an e-mail address that signs somebody else in", async () => {
  await expect(signUp("mallory", "ann@example.com")).rejects.toMatchObject({ name: "AliasExistsException" });
});

test("sends a new code on request, and the old one no longer works", async () => {
  const UserAttributes = [{ Name: "email", Value: "eve@example.com" }];
  await cognito.send(new SignUpCommand({ ClientId, Username: "eve", Password: "beasts-42", UserAttributes }));
  const first = await codeFor("eve");
  await cognito.send(new ResendConfirmationCodeCommand({ ClientId, Username: "eve" }));
  const second = await codeFor("eve");

  if (first !== second) {
    const late = new ConfirmSignUpCommand({ ClientId, Username: "eve", ConfirmationCode: first });
    await expect(cognito.send(late)).rejects.toMatchObject({ name: "CodeMismatchException" });
  }
  await cognito.send(new ConfirmSignUpCommand({ ClientId, Username: "eve", ConfirmationCode: second }));
});

test("asks for a signature where AWS does: administration is not for browsers", async () => {
  const unsigned = await fetch(it.cloud.endpoint, {
    method: "POST",
    headers: {
      "x-amz-target": "AWSCognitoIdentityProviderService.AdminGetUser",
      "content-type": "application/x-amz-json-1.1",
    },
    body: JSON.stringify({ UserPoolId: it.cloud.outputs.Notes!.Pool, Username: "ann" }),
  });
  const signed = await cognito.send(
    new AdminGetUserCommand({ UserPoolId: it.cloud.outputs.Notes!.Pool, Username: "ann" }),
  );

  expect(unsigned.status).toBe(400);
  expect(signed.UserStatus).toBe("CONFIRMED");
});

test("runs the template's resolvers against its table", async () => {
  await graphql(`mutation { putNote(id: "1", text: "hello") { id } }`);

  expect(await graphql(`{ note(id: "1") { text } }`)).toEqual({ data: { note: { text: "hello" } } });
});

test("refuses callers without a token", async () => {
  expect((await graphql(`{ note(id: "1") { text } }`, "")).errors[0].errorType).toBe("UnauthorizedException");
});

test.each([
  [
    "a tab before it",
    "AWS4-HMAC-SHA256\tCredential=AKIAX/20260101/us-east-1/appsync/aws4_request, Signature=0",
  ],
  ["no space before it", "AWS4-HMAC-SHA256Credential=AKIAX/20260101/us-east-1/appsync/aws4_request"],
  ["no scope", "AWS4-HMAC-SHA256 Credential=AKIAX"],
  ["nobody's key", "AWS4-HMAC-SHA256 Credential=AKIAX/20260101/us-east-1/appsync/aws4_request, Signature=0"],
])("refuses what looks like a signature with %s", async (_, authorization) => {
  const answer = await graphql(`mutation { putNote(id: "forged", text: "x") { id } }`, authorization);

  expect(answer.data).toBeUndefined();
  expect(answer.errors[0].errorType).toMatch(/IncompleteSignatureException|UnrecognizedClientException/);
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("refuses a token that the pool didn't sign, that says it is of another pool, or that has run out", async () => {
  const [header, payload, signature] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload!, "base64url").toString());
  const forged = [
    `${part({ alg: "none" })}.${payload}.`,
    `${header}.${part({ ...claims, "cognito:username": "bob" })}.${signature}`,
    `${header}.${part({ ...claims, exp: 1 })}.${signature}`,
    `${header}.${part({ ...claims, iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other" })}.${signature}`,
  ];
  const answers = await Promise.all(forged.map((one) => graphql(`{ note(id: "1") { text } }`, one)));

  expect(answers.map(({ data, errors }) => [data, errors[0].errorType])).toEqual(
    forged.map(() => [undefined, "UnauthorizedException"]),
  );
});

test("takes a signed request, and refuses it changed, signed with another secret or for another service", async () => {
  const query = JSON.stringify({ query: `{ note(id: "1") { text } }` });
  const ask = async (headers: Record<string, string>, body = query) => {
    const answer = await fetch(it.cloud.outputs.Notes!.Url!, { method: "POST", headers, body });
    const { data, errors } = (await answer.json()) as any;
    return data ?? `${answer.status} ${errors[0].errorType}`;
  };
  const signed = signedHeaders("/graphql", query);
  const wrongKey = { ...it.client.credentials, secretAccessKey: "guessed" };

  expect(await ask(signed)).toHaveProperty("note");
  expect(await ask(signed, query.replace("text", "id"))).toBe("403 InvalidSignatureException");
  expect(await ask(signedHeaders("/graphql", query, wrongKey))).toBe("403 InvalidSignatureException");
  expect(await ask({ ...signed, authorization: signed.authorization!.replace("appsync", "dynamodb") })).toBe(
    "403 InvalidSignatureException",
  );
});

test("lets a data source do only what its role allows", async () => {
  const { errors } = await graphql(`{ locked(id: "1") { text } }`);

  expect(errors[0].message).toContain("dynamodb:GetItem");
});

/** Opens a socket as aws-amplify does; gives what each of the messages sent over it is answered. */
async function open(authorization: Record<string, string>) {
  const header = Buffer.from(JSON.stringify(authorization)).toString("base64url");
  const socket = new WebSocket(`${it.cloud.outputs.Notes!.Url!.replace("http", "ws")}/realtime`, [
    "graphql-ws",
    `header-${header}`,
  ]);
  const messages: any[] = [];
  const waiting: ((message: any) => void)[] = [];
  socket.addEventListener("message", ({ data }) => {
    const waiter = waiting.shift();
    if (waiter) waiter(JSON.parse(data));
    else messages.push(JSON.parse(data));
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error("the socket failed")), { once: true });
  });
  const next = () => messages.shift() ?? new Promise<any>((resolve) => waiting.push(resolve));
  return {
    next,
    close: () => socket.close(),
    ask(message: string | object) {
      socket.send(typeof message === "string" ? message : JSON.stringify(message));
      return next();
    },
  };
}

const init = { type: "connection_init" };
const data = JSON.stringify({ query: "subscription { onPutNote { id text } }", variables: {} });
const start = (authorization: Record<string, string>, payload = data) => ({
  id: "1",
  type: "start",
  payload: { data: payload, extensions: { authorization } },
});
const host = () => new URL(it.cloud.endpoint).host;

/** The headers that aws-amplify signs a socket's messages with. */
function signedHeaders(path: string, body: string, credentials = it.client.credentials) {
  const { headers } = sign(body, {
    ...credentials,
    service: "appsync",
    target: path,
    at: new Date().toISOString(),
    host: host(),
    headers: [
      ["accept", "application/json, text/javascript"],
      ["content-type", "application/json; charset=UTF-8"],
    ],
  });
  return Object.fromEntries(headers);
}

test("tells subscribers of a mutation, over the socket that aws-amplify opens", async () => {
  const authorization = { Authorization: token, host: host() };
  const socket = await open(authorization);

  expect(await socket.ask(init)).toMatchObject({ type: "connection_ack" });
  expect(await socket.ask(start(authorization))).toMatchObject({ type: "start_ack" });
  await graphql(`mutation { putNote(id: "2", text: "live") { id text } }`);
  expect(await socket.next()).toMatchObject({
    type: "data",
    payload: { data: { onPutNote: { id: "2", text: "live" } } },
  });
  socket.close();
});

test("goes on with a subscription when the schema changes under it", async () => {
  const authorization = { Authorization: token, host: host() };
  const socket = await open(authorization);
  await socket.ask(init);
  expect(await socket.ask(start(authorization))).toMatchObject({ type: "start_ack" });
  const longer = structuredClone(template);
  longer.Resources.Schema.Properties.Definition = schema.replace(
    "text: String!",
    "text: String! more: String",
  );
  await it.cloud.update(await writeAssembly(join(it.dataDir, "../longer"), { Notes: longer }));

  const { data } = await graphql(`mutation { putNote(id: "3", text: "after") { id text more } }`);
  expect(data.putNote).toEqual({ id: "3", text: "after", more: null });
  expect(await socket.next()).toMatchObject({ payload: { data: { onPutNote: { id: "3", text: "after" } } } });
  socket.close();
});

test("takes sockets and subscriptions that are signed", async () => {
  const socket = await open(signedHeaders("/graphql/connect", "{}"));

  expect(await socket.ask(init)).toMatchObject({ type: "connection_ack" });
  expect(await socket.ask(start(signedHeaders("/graphql", data)))).toMatchObject({ type: "start_ack" });
  socket.close();
});

test("refuses a socket by its first message, and its subscriptions, where nobody authorized it", async () => {
  const wrongKey = { ...it.client.credentials, secretAccessKey: "guessed" };
  const refused: [Record<string, string>, string][] = [
    [{ Authorization: "x.y.z", host: host() }, "UnauthorizedException"],
    [{ host: host() }, "UnauthorizedException"],
    [{ ...signedHeaders("/graphql/connect", "{}"), host: "elsewhere.example" }, "UnauthorizedException"],
    [signedHeaders("/graphql/connect", "{}", wrongKey), "InvalidSignatureException"],
    [signedHeaders("/graphql", "{}"), "InvalidSignatureException"],
  ];
  for (const [authorization, errorType] of refused) {
    const socket = await open(authorization);

    expect(await socket.ask(start(authorization))).toMatchObject({
      type: "error",
      id: "1",
      payload: { errors: [{ errorType }] },
    });
    expect(await socket.ask(init)).toMatchObject({
      type: "connection_error",
      payload: { errors: [{ errorType, errorCode: expect.any(Number) }] },
    });
    socket.close();
  }
});

test("refuses a subscription that isn't signed as it is sent, and goes on after what isn't a message", async () => {
  const socket = await open({ Authorization: token, host: host() });
  await socket.ask(init);
  const other = JSON.stringify({ query: "subscription { onPutNote { id } }", variables: {} });

  expect(await socket.ask(start(signedHeaders("/graphql", data), other))).toMatchObject({
    type: "error",
    payload: { errors: [{ errorType: "InvalidSignatureException" }] },
  });
  expect(await socket.ask("{")).toMatchObject({ type: "error" });
  expect(await socket.ask(start({ Authorization: token, host: host() }, "{"))).toMatchObject({
    type: "error",
  });
  expect(await socket.ask(start({ Authorization: token, host: host() }))).toMatchObject({
    type: "start_ack",
  });
  socket.close();
});

test("refuses a subscription that is there already, and more than a connection may have", async () => {
  const authorization = { Authorization: token, host: host() };
  const socket = await open(authorization);
  expect(await socket.ask(init)).toEqual({
    type: "connection_ack",
    payload: { connectionTimeoutMs: 300_000 },
  });
  for (let n = 1; n <= 100; n++)
    expect(await socket.ask({ ...start(authorization), id: String(n) })).toMatchObject({ type: "start_ack" });
  const error = (errorType: string) => ({ type: "error", payload: { errors: [{ errorType }] } });
  expect(await socket.ask(start(authorization))).toMatchObject(error("DuplicatedOperationError"));
  expect(await socket.ask({ ...start(authorization), id: "101" })).toMatchObject(
    error("MaxSubscriptionsReachedError"),
  );
  socket.close();
});

test("leaves out a message that is too large for subscribers, and delivers the next", async () => {
  const authorization = { Authorization: token, host: host() };
  const socket = await open(authorization);
  expect(await socket.ask(init)).toEqual({
    type: "connection_ack",
    payload: { connectionTimeoutMs: 300_000 },
  });
  await socket.ask(start(authorization));
  await graphql(`mutation { putNote(id: "big", text: "${"x".repeat(300_000)}") { id text } }`);
  await graphql(`mutation { putNote(id: "small", text: "x") { id text } }`);
  expect(await socket.next()).toMatchObject({ payload: { data: { onPutNote: { id: "small" } } } });
  expect(it.logs.join("\n")).toContain("A subscriber isn't told");
  socket.close();
});

test("refuses a request that is too large", async () => {
  const answer = await graphql(`{ note(id: "${"x".repeat(1_048_576)}") { text } }`);
  expect(answer.errors).toMatchObject([{ errorType: "PayloadTooLargeException" }]);
});

test("fails a template that gives too much", async () => {
  const { data, errors } = await graphql(`{ huge }`);
  expect(data).toEqual({ huge: null });
  expect(errors).toMatchObject([{ message: "Transformation too large.", errorType: "MappingTemplate" }]);
});

test("takes access tokens as it takes id tokens, and no others", async () => {
  const AuthParameters = { USERNAME: "ann", PASSWORD: "beasts-42" };
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
  const ask = (one: string) => graphql(`{ note(id: "1") { text } }`, one);
  expect((await ask(AuthenticationResult!.AccessToken!)).errors).toBeUndefined();
  expect((await ask(AuthenticationResult!.RefreshToken!)).errors[0].errorType).toBe("UnauthorizedException");
});

test("takes a token until it runs out on the cloud's clock, and gives a new one for a refresh token until that does", async () => {
  const AuthParameters = { USERNAME: "ann", PASSWORD: "beasts-42" };
  const { AuthenticationResult: tokens } = await cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
  const refresh = () =>
    cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN: tokens!.RefreshToken! },
      }),
    );
  await after(hour);
  const late = await graphql(`{ note(id: "1") { text } }`, tokens!.IdToken);
  const refreshed = (await refresh()).AuthenticationResult!;
  const fresh = await graphql(`{ note(id: "1") { text } }`, refreshed.IdToken);
  await after(30 * day);

  expect(late.errors).toEqual([{ errorType: "UnauthorizedException", message: "Token has expired." }]);
  expect(fresh.errors).toBeUndefined();
  await expect(refresh()).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: "Refresh Token has expired",
  });
});

test("tells resolvers the cloud's time", async () => {
  await after(100 * day);
  token = await signIn("ann");
  await graphql(`mutation { putNote(id: "3", text: "later") { id } }`);
  const { data } = await graphql(`{ note(id: "3") { at seconds day } }`);
  const now = it.cloud.clock.now().getTime();

  expect(now - Date.parse(data.note.at)).toBeLessThan(60_000);
  expect(now / 1000 - data.note.seconds).toBeLessThan(60);
  expect(data.note.day).toBe(data.note.at.slice(0, 10));
});
