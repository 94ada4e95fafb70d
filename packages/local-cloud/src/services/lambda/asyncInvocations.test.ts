import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type TestLambda, testLambda } from "./testing.ts";

let it: TestLambda;

beforeEach(async () => {
  it = await testLambda();
});
afterEach(() => it.stop());

/** Fails as often as the event says, counting in a file that outlives its process. */
const flaky = `
const { appendFileSync, readFileSync, existsSync } = require("node:fs");
exports.flaky = async ({ file, fails }) => {
  appendFileSync(file, "x");
  if (readFileSync(file, "utf8").length <= fails) throw new Error("not yet");
};`;
const countOf = async (file: string) => {
  const { existsSync, readFileSync } = await import("node:fs");
  return existsSync(file) ? readFileSync(file, "utf8").length : 0;
};
const advance = (seconds: number) => it.clock.advance(new Date(it.clock.now().getTime() + seconds * 1000));
const queued = () => readdirSync(join(it.dataDir, "lambda", "queue"));
const config = (properties: object) =>
  it.lambda.resources["AWS::Lambda::EventInvokeConfig"]!({
    logicalId: "Config",
    stackName: "test",
    type: "AWS::Lambda::EventInvokeConfig",
    physicalId: "config",
    properties: { FunctionName: "flaky", Qualifier: "$LATEST", ...properties },
  });
const send = (fails: number) => {
  const file = join(it.dataDir, `count-${fails}`);
  it.lambda.invokeLater("flaky", { file, fails });
  return () => countOf(file);
};

test("a function that fails is tried again after a minute, and after two more", async () => {
  await it.make("flaky", flaky);
  const count = send(2);
  await advance(1);
  expect(await count()).toBe(1);
  await advance(58);
  expect(await count()).toBe(1);
  await advance(2);
  expect(await count()).toBe(2);
  await advance(121);

  expect(await count()).toBe(3);
  expect(queued()).toEqual([]);
});

test("a third failure is the last, and its destination and dead-letter queue hear of it", async () => {
  const sns = "arn:aws:sns:us-east-1:123456789012:failures";
  const sqs = "arn:aws:sqs:us-east-1:123456789012:dead-letters";
  await it.make("flaky", flaky, { DeadLetterConfig: { TargetArn: sqs } });
  await config({ DestinationConfig: { OnFailure: { Destination: sns } } });
  const count = send(9);
  await advance(600);

  expect(await count()).toBe(3);
  expect(queued()).toEqual([]);
  expect(it.delivered).toEqual([
    [
      sns,
      expect.objectContaining({
        requestContext: expect.objectContaining({ condition: "RetriesExhausted", approximateInvokeCount: 3 }),
        requestPayload: expect.objectContaining({ fails: 9 }),
        responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
        responsePayload: expect.objectContaining({ errorMessage: "not yet" }),
      }),
    ],
    [sqs, expect.objectContaining({ fails: 9 })],
  ]);
  expect(it.logs.join("\n")).toContain("failed 3 times, for good: not yet");
});

test("fewer retries are made where the function's configuration says so, and success has a destination, too", async () => {
  await it.make("flaky", flaky);
  await config({ MaximumRetryAttempts: 0, DestinationConfig: { OnSuccess: { Destination: "arn:ok" } } });
  const [failing, fine] = [send(1), send(0)];
  await advance(600);

  expect([await failing(), await fine()]).toEqual([1, 1]);
  expect(it.delivered).toMatchObject([["arn:ok", { requestContext: { condition: "Success" } }]]);
});

test("what waits outlives a restart", async () => {
  await it.make("flaky", flaky);
  const count = send(1);
  await advance(1);
  await it.restart();
  await it.make("flaky", flaky);
  it.lambda.resume();
  await advance(61);

  expect(await count()).toBe(2);
  expect(queued()).toEqual([]);
});

test("what is under way when the cloud stops is done again", async () => {
  await it.make("flaky", `exports.flaky = () => new Promise(() => setInterval(() => {}, 1000));`);
  it.lambda.invokeLater("flaky", {});
  await vi.waitFor(() => expect(readdirSync(join(it.dataDir, "lambda", "tmp"))).toHaveLength(1));
  await it.restart();

  expect(queued()).toHaveLength(1);
});

test("what can't be begun is tried again until it is too old", async () => {
  await it.make("flaky", flaky, { ReservedConcurrentExecutions: 0 });
  const count = send(0);
  await advance(3600);
  expect(queued()).toHaveLength(1);
  await advance(6 * 3600);

  expect(await count()).toBe(0);
  expect(queued()).toEqual([]);
  expect(it.logs.at(-1)).toContain("it is too old");
});
