import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { role, startTestCloud, type TestCloud } from "../../testing.ts";

const code = `
exports.echo = async (event, context) => { console.log("saw", event.n); return { event, client: context.clientContext ?? null }; };
exports.fail = async () => { throw new TypeError("broken on purpose"); };
`;
const fn = (handler: string, more = {}) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    FunctionName: handler,
    Runtime: "nodejs24.x",
    Handler: `index.${handler}`,
    Role: { "Fn::GetAtt": ["Role", "Arn"] },
    Code: { ZipFile: code },
    ...more,
  },
});

let it: TestCloud;
let lambda: LambdaClient;

beforeAll(async () => {
  it = await startTestCloud({
    Functions: {
      Resources: {
        Role: role("lambda.amazonaws.com", []),
        Echo: fn("echo"),
        Fail: fn("fail"),
        Busy: fn("echo", { FunctionName: "busy", ReservedConcurrentExecutions: 0 }),
      },
    },
  });
  lambda = new LambdaClient({ ...it.client, maxAttempts: 1 });
});
afterAll(() => it.stop());

const invoke = (FunctionName: string, payload: unknown, more = {}) =>
  lambda.send(
    new InvokeCommand({
      FunctionName,
      Payload: Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)),
      ...more,
    }),
  );
const decode = (text: string) => Buffer.from(text, "base64").toString();

test("answers with the version, and the last of the log where that is asked for", async () => {
  const reply = await invoke("echo", { n: 7 }, { LogType: "Tail" });

  expect(reply).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
  expect(reply.FunctionError).toBeUndefined();
  expect(decode(reply.LogResult!)).toMatch(
    /^START RequestId: [0-9a-f-]{36} Version: \$LATEST\nsaw 7\nEND RequestId: .*\nREPORT RequestId: .*Memory Size: 128 MB/,
  );
});

test("tells a function's error with status 200", async () => {
  const reply = await invoke("fail", {});

  expect(reply).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
  expect(JSON.parse(Buffer.from(reply.Payload!).toString())).toMatchObject({ errorType: "TypeError" });
});

test("takes an event and doesn't wait; a dry run runs nothing", async () => {
  const before = it.logs.length;

  expect(await invoke("echo", { n: 8 }, { InvocationType: "DryRun" })).toMatchObject({ StatusCode: 204 });
  expect(await invoke("echo", { n: 9 }, { InvocationType: "Event" })).toMatchObject({ StatusCode: 202 });
  await vi.waitFor(() => expect(it.logs.slice(before).join("\n")).toContain("echo: saw 9"), 10_000);
  expect(it.logs.slice(before).join("\n")).not.toContain("saw 8");
});

test("hands a caller's context on", async () => {
  const ClientContext = Buffer.from('{"custom":{"a":1}}').toString("base64");
  const { Payload } = await invoke("echo", {}, { ClientContext });

  expect(JSON.parse(Buffer.from(Payload!).toString()).client).toEqual({ custom: { a: 1 } });
});

test.each([
  ["a payload beyond 6 MB", "x".repeat(6 * 1024 * 1024), {}, "RequestTooLargeException"],
  ["an event beyond 1 MB", "x".repeat(1024 * 1024), { InvocationType: "Event" }, "RequestTooLargeException"],
  ["what isn't JSON", "{", {}, "InvalidRequestContentException"],
  ["another version", {}, { Qualifier: "7" }, "ResourceNotFoundException"],
])("refuses %s", async (_, payload, more, name) => {
  const body = typeof payload === "string" && payload.length > 1 ? JSON.stringify(payload) : payload;

  await expect(invoke("echo", body, more)).rejects.toMatchObject({ name });
});

test("refuses a function that has no room", async () => {
  await expect(invoke("busy", {})).rejects.toMatchObject({
    name: "TooManyRequestsException",
    Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    $metadata: { httpStatusCode: 429 },
  });
  const { Concurrency } = await lambda.send(new GetFunctionCommand({ FunctionName: "busy" }));
  expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 0 });
});

test("finds a function by its name, partial ARN or ARN", async () => {
  const { FunctionArn } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "echo" }));

  for (const name of [FunctionArn!, "123456789012:function:echo", `${FunctionArn}:$LATEST`])
    expect(await invoke(name, {})).toMatchObject({ StatusCode: 200 });
});
