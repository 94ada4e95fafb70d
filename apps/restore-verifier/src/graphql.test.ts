import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { getVerification } from "@holdfast/data-model";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isConditionFailure } from "./graphql.ts";
import { type Services, services } from "./services.ts";

let answer = { status: 200, body: "" };
let received: { headers: IncomingHttpHeaders; body: string } | undefined;

const server = createServer(async (request, response) => {
  const body = (await request.toArray()).join("");
  received = { headers: request.headers, body };
  response.writeHead(answer.status).end(answer.body);
});

let graphql: Services["graphql"];
beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_SESSION_TOKEN", "token");
  vi.stubEnv("GRAPHQL_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
  graphql = services().graphql;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const ask = (status: number, body: unknown) => {
  answer = { status, body: typeof body === "string" ? body : JSON.stringify(body) };
  return graphql(getVerification, { id: "run-1-Item" });
};

test("sends the operation signed with the Lambda's own credentials", async () => {
  expect(await ask(200, { data: { getVerification: null } })).toEqual({ getVerification: null });
  expect(JSON.parse(received!.body)).toEqual({ query: getVerification, variables: { id: "run-1-Item" } });
  expect(received!.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/appsync\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
  );
  expect(received!.headers).toMatchObject({
    "x-amz-security-token": "token",
    host: new URL(process.env.GRAPHQL_URL!).host,
  });
});

test("throws AppSync's error under its own name", async () => {
  const run = ask(200, {
    data: { getVerification: null },
    errors: [{ errorType: "UnauthorizedException", message: "Permission denied" }],
  });
  await expect(run).rejects.toMatchObject({ name: "UnauthorizedException", message: "Permission denied" });
});

test("knows a condition that didn't hold from other errors", async () => {
  const failure = (errorType: string) =>
    ask(200, { errors: [{ errorType, message: "" }] }).catch(isConditionFailure);
  expect(await failure("DynamoDB:ConditionalCheckFailedException")).toBe(true);
  expect(await failure("ConditionalCheckFailedException")).toBe(true);
  expect(await failure("UnauthorizedException")).toBe(false);
  expect(isConditionFailure(new Error("ConditionalCheckFailedException"))).toBe(false);
});

test("throws what isn't an answer, with its beginning", async () => {
  await expect(ask(502, "<html>Bad gateway")).rejects.toThrow(/\/graphql answered 502: <html>Bad gateway$/);
  await expect(ask(200, {})).rejects.toThrow("answered 200: {}");
});
