import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { type TestLambda, testLambda } from "./testing.ts";

let functions: TestLambda;

beforeEach(async () => {
  functions = await testLambda();
});
afterEach(() => functions.stop());

/** What a function of this code answers. */
async function invoke(body: string, event: unknown = {}, properties = {}) {
  await functions.make("fn", `exports.fn = ${body};`, properties);
  return functions.lambda.invoke("fn", event);
}

test.each([
  ["async () => undefined", null],
  ["async () => {}", null],
  ["() => 42", 42],
  ["async (event) => event", { n: 1 }],
  ["async () => new Date(0)", "1970-01-01T00:00:00.000Z"],
])("%s answers %j", async (body, payload) => {
  expect(await invoke(body, { n: 1 })).toEqual({ payload });
});

describe("what goes wrong is told as Lambda's runtime tells it:", () => {
  it.each([
    ["async () => { throw new RangeError('no'); }", "RangeError", "no"],
    ["async () => { throw 'text'; }", "Error", "text"],
    [
      "() => new Promise(() => { Promise.reject(new Error('lost')); })",
      "Runtime.UnhandledPromiseRejection",
      "Error: lost",
    ],
    ["() => new Promise(() => { setTimeout(() => { throw new TypeError('late'); }); })", "TypeError", "late"],
    ["() => process.exit(3)", "Runtime.ExitError", /Error: Runtime exited with error: exit status 3$/],
    ["() => process.exit(0)", "Runtime.ExitError", /Error: Runtime exited without providing a reason$/],
    [
      "() => { process.kill(process.pid, 'SIGSEGV'); return new Promise(() => {}); }",
      "Runtime.ExitError",
      /signal: segmentation fault$/,
    ],
    [
      "(event, context, callback) => callback(null, 1)",
      "Runtime.CallbackHandlerDeprecated",
      /has removed support for callback-based/,
    ],
    ["42", "Runtime.HandlerNotFound", "index.fn is not a function"],
  ])("%s", async (body, errorType, errorMessage) => {
    expect(await invoke(body)).toMatchObject({
      error: {
        errorType,
        errorMessage: typeof errorMessage === "string" ? errorMessage : expect.stringMatching(errorMessage),
      },
    });
  });

  it.each([
    ["index.missing", "Runtime.HandlerNotFound", "index.missing is undefined or not exported"],
    ["nowhere.fn", "Runtime.ImportModuleError", "Error: Cannot find module 'nowhere'"],
    ["nonsense", "Runtime.MalformedHandlerName", "Bad handler"],
  ])("the handler %s", async (Handler, errorType, errorMessage) => {
    expect(await invoke("() => 1", {}, { Handler })).toMatchObject({ error: { errorType, errorMessage } });
  });

  it("a module that isn't JavaScript", async () => {
    expect(await invoke("async () => {")).toMatchObject({
      error: {
        errorType: "Runtime.UserCodeSyntaxError",
        errorMessage: expect.stringContaining("SyntaxError: "),
      },
    });
  });
});

test("an older runtime takes callbacks", async () => {
  const body = "(event, context, callback) => callback(null, event.n + 1)";

  expect(await invoke(body, { n: 1 }, { Runtime: "nodejs22.x" })).toEqual({ payload: 2 });
});

test("a function that takes more memory than it has is killed, whatever the memory is for", async () => {
  const body = `async () => {
    const kept = [];
    for (;;) {
      kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }`;

  expect(await invoke(body, {}, { Timeout: 20 })).toMatchObject({
    error: {
      errorType: "Runtime.OutOfMemory",
      errorMessage: expect.stringMatching(
        /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: signal: killed$/,
      ),
    },
  });
}, 20_000);

test("an answer beyond 6 MB is none", async () => {
  expect(await invoke("async () => 'x'.repeat(7 * 1024 * 1024)", {}, { MemorySize: 512 })).toEqual({
    error: {
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    },
  });
});

test("each environment has a folder for temporary files of its own, which goes with it", async () => {
  const body = `async () => {
    const { writeFileSync, readdirSync } = require("node:fs");
    const { tmpdir } = require("node:os");
    writeFileSync(tmpdir() + "/" + process.pid, "x");
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { folder: tmpdir(), files: readdirSync(tmpdir()).length };
  }`;
  await functions.make("fn", `exports.fn = ${body};`);
  const answers = await Promise.all([1, 2].map(() => functions.lambda.invoke("fn", {})));
  const seen = answers.map((answer) => (answer as { payload: { folder: string; files: number } }).payload);

  expect(seen.map(({ files }) => files)).toEqual([1, 1]);
  expect(new Set(seen.map(({ folder }) => folder)).size).toBe(2);
  await functions.lambda.stop();
  const { existsSync } = await import("node:fs");
  expect(seen.filter(({ folder }) => existsSync(folder))).toEqual([]);
});

test("tells a function where and as what it runs, in UTC", async () => {
  const body = `async (event, context) => [process.env.AWS_LAMBDA_FUNCTION_VERSION, process.env.TZ,
    context.logGroupName, context.memoryLimitInMB, context.getRemainingTimeInMillis() > 0, process.env.HOME ?? null]`;

  expect(await invoke(body)).toEqual({ payload: ["$LATEST", "UTC", "/aws/lambda/fn", "128", true, null] });
});

describe("a function is refused", () => {
  const fn = "exports.fn = () => {};";

  it.each([
    [{ Environment: { Variables: { A: "x".repeat(4096) } } }, "exceeded the 4KB limit"],
    [{ Environment: { Variables: { AWS_REGION: "x" } } }, "Reserved keys used in this request: AWS_REGION"],
    [{ Timeout: 901 }, "Member must have value less than or equal to 900"],
    [{ MemorySize: 64 }, "Member must have value greater than or equal to 128"],
  ])("with %j", async (properties, why) => {
    await expect(functions.make("fn", fn, properties)).rejects.toThrow(why);
  });
});

test("no more of a function's invocations run at once than it reserves", async () => {
  const body = "async () => new Promise((resolve) => setTimeout(resolve, 300))";
  await functions.make("fn", `exports.fn = ${body};`, { ReservedConcurrentExecutions: 1 });
  const first = functions.lambda.invoke("fn", {});

  await expect(functions.lambda.invoke("fn", {})).rejects.toMatchObject({
    code: "TooManyRequestsException",
    status: 429,
    fields: { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" },
  });
  await first;
  await functions.lambda.invoke("fn", {});
});

test("more invocations than the machine is of use to wait for their turn", async () => {
  const body = `async () => {
    const { readdirSync } = require("node:fs");
    const { dirname } = require("node:path");
    await new Promise((resolve) => setTimeout(resolve, 50));
    return readdirSync(dirname(require("node:os").tmpdir())).length;
  }`;
  await functions.make("fn", `exports.fn = ${body};`);
  const answers = await Promise.all(Array.from({ length: 40 }, () => functions.lambda.invoke("fn", {})));
  const most = Math.max(...answers.map((answer) => (answer as { payload: number }).payload));

  expect(answers.every((answer) => "payload" in answer)).toBe(true);
  expect(most).toBeLessThan(40);
}, 30_000);
