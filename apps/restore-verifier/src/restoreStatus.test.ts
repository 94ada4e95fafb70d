import { expect, test } from "vitest";
import { restoreStatus } from "./restoreStatus.ts";
import type { Restore } from "./run.ts";
import { client } from "./testing/client.ts";
import { NOW } from "./testing/cloud.ts";

const recoveryPoint = {
  arn: "point:item",
  status: "COMPLETED",
  createdAt: NOW.toISOString(),
  encrypted: true,
};
const run = {
  runId: "run-1",
  model: "Item",
  table: "Item-api",
  mayBeEmpty: false,
  mayBeRewritten: false,
  startedAt: NOW.toISOString(),
  findingsBytes: 1000,
  recoveryPoint,
};
const started: Restore = {
  jobId: "job-1",
  tableName: "restored",
  encryption: { type: "Default" },
  startedAt: NOW.toISOString(),
  status: "PENDING",
  waitSeconds: 1,
};

function poll(restore: Restore, job: object, hoursLater = 0) {
  const clock = { now: () => new Date(NOW.getTime() + hoursLater * 3_600_000), sleep: async () => {} };
  return restoreStatus({ backup: client({ DescribeRestoreJob: () => job }), clock })({ ...run, restore });
}

test("waits twice as long each time, up to a minute", async () => {
  const waits: number[] = [];
  let restore = started;
  for (let n = 0; n < 8; n++) {
    waits.push(restore.waitSeconds);
    restore = await poll(restore, { Status: "RUNNING" });
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
});

test("says how long a finished restore took", async () => {
  const job = { Status: "COMPLETED", CreationDate: NOW, CompletionDate: new Date(NOW.getTime() + 90_500) };
  expect(await poll(started, job)).toMatchObject({ status: "COMPLETED", seconds: 90.5 });
});

test("says why a restore failed", async () => {
  expect(await poll(started, { Status: "FAILED", StatusMessage: "Key is disabled" })).toMatchObject({
    status: "FAILED",
    statusMessage: "Key is disabled",
  });
});

test("stops waiting after four hours", async () => {
  expect(await poll(started, { Status: "RUNNING" }, 3.9)).toMatchObject({ status: "RUNNING" });
  expect(await poll(started, { Status: "RUNNING" }, 4)).toMatchObject({ status: "TIMED_OUT" });
  expect(await poll(started, { Status: "COMPLETED" }, 5)).toMatchObject({ status: "COMPLETED" });
});
