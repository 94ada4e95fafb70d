import { request } from "node:http";
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Template } from "./assembly/assembly.ts";
import { startTestCloud, type TestCloud } from "./testing.ts";

const site = "http://127.0.0.1:5999";
let it: TestCloud;
let template: Template;

beforeAll(async () => {
  template = {
    Resources: { Kept: { Type: "AWS::CDK::Metadata", DeletionPolicy: "Retain" } },
    Outputs: { Greeting: { Value: { "Fn::Join": [" ", ["hello", { Ref: "AWS::Region" }]] } } },
  };
  it = await startTestCloud({ Hello: template }, {}, { siteOrigins: [site] });
});
afterAll(() => it.stop());

function get(
  path: string,
  headers: Record<string, string>,
  method = "GET",
): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const url = new URL(path, it.cloud.endpoint);
    request(url, { method, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    })
      .on("error", reject)
      .end();
  });
}

test("answers a stack's outputs through the real SDK", async () => {
  const { Stacks } = await new CloudFormationClient(it.client).send(
    new DescribeStacksCommand({ StackName: "test-app-Hello" }),
  );

  expect(Stacks?.[0]?.Outputs).toEqual([{ OutputKey: "Greeting", OutputValue: "hello us-east-1" }]);
  expect(it.cloud.outputs).toEqual({ Hello: { Greeting: "hello us-east-1" } });
});

test("answers a stack's template through the real SDK", async () => {
  const { TemplateBody } = await new CloudFormationClient(it.client).send(
    new GetTemplateCommand({ StackName: "test-app-Hello" }),
  );

  expect(JSON.parse(TemplateBody!)).toEqual(template);
});

test("shows what the administrator's MFA device shows, and STS takes it", async () => {
  const shown = await fetch(`${it.cloud.endpoint}/_holdfast/mfa`);
  const { serialNumber, code } = (await shown.json()) as { serialNumber: string; code: string };
  const assume = new STSClient(it.client).send(
    new AssumeRoleCommand({
      RoleArn: "arn:aws:iam::123456789012:role/none",
      RoleSessionName: "me",
      SerialNumber: serialNumber,
      TokenCode: code,
    }),
  );

  expect(code).toMatch(/^\d{6}$/);
  await expect(assume).rejects.toThrow("is not authorized to perform: sts:AssumeRole");
});

test("refuses a stack that isn't there as CloudFormation does", async () => {
  const asked = new CloudFormationClient(it.client).send(new DescribeStacksCommand({ StackName: "nothing" }));

  await expect(asked).rejects.toMatchObject({
    name: "ValidationError",
    message: "Stack with id nothing does not exist",
  });
});

test("refuses a host name that isn't loopback: a page elsewhere may have pointed it here", async () => {
  expect(await get("/_holdfast/inbox", { host: "evil.example" })).toMatchObject({ status: 403 });
});

test("refuses pages of any other origin, and lets the site's call", async () => {
  expect(await get("/_holdfast/inbox", { origin: "https://evil.example" })).toMatchObject({ status: 403 });
  expect(await get("/_holdfast/inbox", { origin: site })).toMatchObject({
    status: 200,
    headers: { "access-control-allow-origin": site },
  });
});

test("answers the site's preflight", async () => {
  const headers = { origin: site, "access-control-request-headers": "authorization,x-amz-target" };

  expect(await get("/graphql", headers, "OPTIONS")).toMatchObject({
    status: 204,
    headers: { "access-control-allow-headers": "authorization,x-amz-target" },
  });
});

test("refuses an access key that nobody holds and says which one to use", async () => {
  const stranger = new DynamoDBClient({
    ...it.client,
    credentials: { accessKeyId: "AKIAWRONG", secretAccessKey: "x" },
    maxAttempts: 1,
  });

  await expect(stranger.send(new ListTablesCommand({}))).rejects.toMatchObject({
    name: "UnrecognizedClientException",
    message: expect.stringContaining("AKIAWRONG"),
  });
});

test("names a service it doesn't have", async () => {
  const authorization =
    "AWS4-HMAC-SHA256 Credential=A/20261125/us-east-1/glacier/aws4_request, SignedHeaders=host, Signature=0";
  const answer = await fetch(it.cloud.endpoint, { headers: { authorization } });

  expect(answer.status).toBe(404);
  expect(answer.headers.get("x-amzn-errortype")).toBe("UnknownServiceException");
  expect(await answer.text()).toContain("The local cloud has no service glacier");
});

test("says that a port is taken", async () => {
  const port = Number(new URL(it.cloud.endpoint).port);

  await expect(startTestCloud({}, {}, { port })).rejects.toThrow(`Port ${port} is in use`);
});
