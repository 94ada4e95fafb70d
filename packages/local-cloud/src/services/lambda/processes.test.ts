import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type TestLambda, testLambda } from "./testing.ts";

const code = `
exports.pid = async () => process.pid;
exports.dying = async () => { setImmediate(() => process.exit(3)); return process.pid; };
exports.exiting = async () => process.exit(3);
exports.sleepy = async ({ sleep }) => sleep ? new Promise(() => setInterval(() => {}, 1000)) : "awake";
`;

let it: TestLambda;

beforeEach(async () => {
  it = await testLambda();
});
afterEach(() => it.stop());

const make = (name: string, properties = {}) => it.make(name, code, properties);
const isGone = (pid: unknown) => {
  try {
    process.kill(pid as number, 0);
    return false;
  } catch {
    return true;
  }
};
const pidOf = async (name: string) => (await it.lambda.invoke(name, {})) as { payload: number };

test("uses a process again", async () => {
  await make("pid");

  expect(await it.lambda.invoke("pid", {})).toEqual(await it.lambda.invoke("pid", {}));
});

test("starts another process after one that ended when it had answered", async () => {
  await make("dying");
  const first = await pidOf("dying");
  const second = await pidOf("dying");
  await vi.waitFor(() => expect(isGone(second.payload)).toBe(true));
  const third = await pidOf("dying");

  expect(new Set([first.payload, second.payload, third.payload]).size).toBe(3);
});

test("answers a process that exits on an event as Lambda does", async () => {
  await make("exiting");

  expect(await it.lambda.invoke("exiting", {})).toMatchObject({
    error: { errorType: "Runtime.ExitError", errorMessage: expect.stringContaining("exit status 3") },
  });
});

test("runs the next event in another process after a timeout", async () => {
  await make("sleepy", { Timeout: 1 });

  expect(await it.lambda.invoke("sleepy", { sleep: true })).toMatchObject({
    error: { errorType: "Sandbox.Timedout" },
  });
  expect(await it.lambda.invoke("sleepy", {})).toEqual({ payload: "awake" });
});

test("says what happened when a function's process can't take an event", async () => {
  await make("pid");
  await rm(join(it.dataDir, "lambda"), { recursive: true });

  expect(await it.lambda.invoke("pid", {})).toMatchObject({
    error: { errorType: "Runtime.ExitError", errorMessage: expect.stringContaining("The process of pid") },
  });
});

test("ends a process that has waited for long enough", async () => {
  await make("pid");
  const { payload } = await pidOf("pid");
  for (const end of it.timers) end();

  await vi.waitFor(() => expect(isGone(payload)).toBe(true));
  expect(await pidOf("pid")).not.toEqual({ payload });
});

test("keeps five processes of a function waiting, and ends the others", async () => {
  await make("pid");
  const pids = (await Promise.all(Array.from({ length: 7 }, () => pidOf("pid")))).map(
    ({ payload }) => payload,
  );

  await vi.waitFor(() => expect(pids.filter((pid) => !isGone(pid))).toHaveLength(5));
});

test("leaves no process and no timer when it stops", async () => {
  await make("pid");
  const { payload } = await pidOf("pid");
  await it.lambda.stop();

  expect(it.timers.size).toBe(0);
  expect(isGone(payload)).toBe(true);
});

test("keeps functions apart whose code begins alike", async () => {
  const beginning = "// The handler of this function.\n";
  for (const name of ["one", "two"])
    await make(name, { Code: { ZipFile: `${beginning}exports.${name} = async () => "${name}";` } });

  expect(await it.lambda.invoke("one", {})).toEqual({ payload: "one" });
  expect(await it.lambda.invoke("two", {})).toEqual({ payload: "two" });
});

test("refuses an archive with a path outside it", async () => {
  await writeFile(join(it.dataDir, "code.zip"), zipSync({ "../outside.js": Buffer.from("") }));

  await expect(make("pid", { Code: { S3Key: "code.zip" } })).rejects.toThrow("../outside.js");
});
