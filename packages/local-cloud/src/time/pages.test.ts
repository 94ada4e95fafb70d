import { setTimeout as delay } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import type { CloudClock } from "../clock.ts";
import type { Page } from "../frontDoor.ts";
import type { HttpReply, StreamReply } from "../service.ts";
import { testClock } from "../testing.ts";
import { type Activity, createActivity } from "./activity.ts";
import { type AdvanceLine, clockPages } from "./pages.ts";

const start = Date.UTC(2026, 0, 1);
const day = 86_400_000;
const on = (days: number) => new Date(start + days * day).toISOString();

let clock: CloudClock;
let activity: Activity;
let cold: string[];
let pages: Record<string, Page>;

beforeEach(() => {
  clock = testClock(() => start);
  cold = [];
  activity = createActivity(() => cold);
  pages = clockPages({
    clock,
    activity,
    upcoming: () => [{ at: new Date(on(2)), what: "a recovery point expires" }],
  });
});

const ask = (page: string, body: unknown = {}, signal = new AbortController().signal) =>
  pages[page]!(
    {
      method: "",
      path: "",
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.from(JSON.stringify(body)),
    },
    signal,
  );
const read = async (page: string) => JSON.parse(String(((await ask(page)) as HttpReply).body));

async function advance(to: string, signal?: AbortSignal): Promise<AdvanceLine[]> {
  const lines: AdvanceLine[] = [];
  const { body } = (await ask("POST /_holdfast/clock/advance", { to }, signal)) as StreamReply;
  for await (const line of body) lines.push(JSON.parse(String(line)));
  return lines;
}

test("shows the clock and what falls due next, in order", async () => {
  clock.at(new Date(on(3)), () => {}, "rule daily");
  clock.at(new Date(on(1)), () => {}, "rule weekly");
  clock.at(new Date(on(1)), () => {});

  expect(await read("GET /_holdfast/clock")).toEqual({
    now: on(0),
    aheadMs: 0,
    due: [
      { at: on(1), what: "rule weekly" },
      { at: on(2), what: "a recovery point expires" },
      { at: on(3), what: "rule daily" },
    ],
  });
});

test("advances, tells how far it is and what was done on the way", async () => {
  const emit = activity.watched(() => {});
  const tell = (type: string, detail: Record<string, unknown>) =>
    emit({ source: "aws.backup", "detail-type": `${type} State Change`, resources: [], detail });
  clock.at(new Date(on(1)), () => {
    tell("Backup Job", { state: "RUNNING" });
    tell("Backup Job", { state: "COMPLETED" });
    tell("Backup Job", { state: "EXPIRED" });
    tell("Restore Job", { status: "COMPLETED" });
    tell("Recovery Point", { status: "DELETING" });
    activity.executionEnded("machine", "SUCCEEDED");
    activity.executionEnded("machine", "TIMED_OUT");
    cold = ["point"];
    clock.work(delay(300));
  });
  const lines = await advance(on(5));

  expect(lines.length).toBeGreaterThan(1);
  expect(lines[0]).toMatchObject({ now: on(1) });
  expect(lines.at(-1)).toEqual({
    now: on(5),
    ended: "reached",
    done: {
      backups: 1,
      backupsNotCompleted: 1,
      restores: 1,
      restoresNotCompleted: 0,
      expired: 1,
      movedToCold: 1,
      executions: { machine: { succeeded: 1, notSucceeded: 1 } },
    },
  });
});

test.each([
  ["its caller leaves", (left: AbortController) => left.abort()],
  ["it is asked to", () => void ask("POST /_holdfast/clock/stop")],
])("stops where it got to when %s, once what was due is done", async (_, stop) => {
  const left = new AbortController();
  let worked = false;
  clock.at(new Date(on(1)), () => {
    stop(left);
    void clock.work(delay(20)).then(() => {
      worked = true;
    });
  });
  clock.at(new Date(on(2)), () => {});
  const lines = await advance(on(3), left.signal);

  expect(lines.at(-1)).toMatchObject({ now: on(1), ended: "stopped" });
  expect(worked).toBe(true);
});

test("says that it ended with the cloud", async () => {
  clock.at(new Date(on(1)), () => clock.stop());
  expect((await advance(on(2))).at(-1)).toMatchObject({
    now: on(1),
    ended: "failed",
    message: expect.stringContaining("was stopped"),
  });
});

test.each([
  [on(-1), `The clock shows ${on(0)} and never goes back: it can't be set to ${on(-1)}.`],
  ["soon", '"to" is "soon"; it has to be a date, ISO 8601.'],
  ["+100000-01-01T00:00:00Z", "it has to be a date"],
  [90, '"to" is 90; it has to be a date, ISO 8601.'],
])("refuses to advance to %j", async (to, message) => {
  const reply = (await ask("POST /_holdfast/clock/advance", { to })) as HttpReply;
  expect([reply.status, JSON.parse(String(reply.body)).message]).toEqual([
    400,
    expect.stringContaining(message),
  ]);
  expect(clock.now().toISOString()).toBe(on(0));
});
