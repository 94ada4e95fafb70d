import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { earlierLog, type LogFile, openLog } from "../up/logFile.ts";
import { followLog, readLog } from "./readLog.ts";

const clock = { now: () => new Date("2026-01-31T12:00:00Z"), sleep: async () => {} };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-log-"));
  file = join(folder, "holdfast.log");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const all = async (path = file) => (await Array.fromAsync(readLog(path))).map(({ message }) => message);

/** Follows the file; gives the messages so far and what ends it. */
function follow() {
  const messages: string[] = [];
  const stop = new AbortController();
  const done = (async () => {
    for await (const { message } of followLog(file, stop.signal)) messages.push(message);
  })();
  const end = () => {
    stop.abort();
    return done;
  };
  return { messages, end };
}
const until = (messages: string[], expected: string[]) =>
  vi.waitFor(() => expect(messages).toEqual(expected), { timeout: 10_000 });

it("gives what was written, line for line, whatever is in it", async () => {
  const log = openLog(file, clock);
  log.write("lambda", "two\nlines");
  log.write("backup", '"quoted" ✓');
  await log.close();

  expect(await all()).toEqual(["two\nlines", '"quoted" ✓']);
});

it("passes over what is no line, such as one that a crash cut off", async () => {
  const log = openLog(file, clock);
  log.write("backup", "first");
  await appendFile(file, '{"at":"2026-01-31T1\n\0\0\n');
  log.write("backup", "second");
  await appendFile(file, '{"at":"2026');

  expect(await all()).toEqual(["first", "second"]);
  await log.close();
});

it("keeps the log of the last start, and none before", async () => {
  for (const start of ["first", "second", "third"]) {
    const log = openLog(file, clock);
    log.write("up", start);
    await log.close();
  }
  expect(await all()).toEqual(["third"]);
  expect(await all(earlierLog(file))).toEqual(["second"]);
});

it("begins anew when a log has grown too long, and loses nothing on the way", async () => {
  const log = openLog(file, clock, 1000);
  const followed = follow();
  const messages = Array.from({ length: 40 }, (_, number) => `message ${number}`);
  for (const message of messages) {
    log.write("dynamodb", message);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await until(followed.messages, messages);
  await followed.end();
  await log.close();
});

it("follows through a restart, from before there is a file", async () => {
  const followed = follow();
  let log: LogFile = openLog(file, clock);
  log.write("up", "first start");
  await log.close();
  await until(followed.messages, ["first start"]);
  log = openLog(file, clock);
  log.write("up", "second start");
  await until(followed.messages, ["first start", "second start"]);
  log.write("up", "more");
  await until(followed.messages, ["first start", "second start", "more"]);
  await followed.end();
  await log.close();
});

it("gives a line once all of it is there", async () => {
  const followed = follow();
  const log = openLog(file, clock);
  log.write("up", "whole");
  const half = JSON.stringify({ at: "2026-01-31T12:00:00.000Z", service: "up", message: "half ✓" });
  await appendFile(file, half.slice(0, -4));
  await until(followed.messages, ["whole"]);
  await appendFile(file, `${half.slice(-4)}\n`);
  await until(followed.messages, ["whole", "half ✓"]);
  await followed.end();
  await log.close();
});
