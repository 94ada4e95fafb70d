import { beforeEach, expect, test } from "vitest";
import { awaitRestore } from "./awaitRestore.ts";
import { restoreEnded } from "./restoreEnded.ts";
import type { Restore } from "./run.ts";
import { client, refusal } from "./testing/client.ts";
import { NOW } from "./testing/cloud.ts";
import { memoryStore } from "./testing/store.ts";

const recoveryPoint = {
  arn: "point:item",
  status: "COMPLETED",
  createdAt: NOW.toISOString(),
  encrypted: true,
};
const restore: Restore = {
  jobId: "job-1",
  tableName: "restored",
  encryption: { type: "Default" },
  startedAt: NOW.toISOString(),
  status: "PENDING",
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
  restore,
};

let job: object;
let hoursLater: number;
let told: { token: string; restore: Restore }[];
let store = memoryStore();
beforeEach(() => {
  [job, hoursLater, told, store] = [{ Status: "RUNNING" }, 0, [], memoryStore()];
});

const services = () => ({
  backup: client({ DescribeRestoreJob: () => job }),
  stepFunctions: client({
    SendTaskSuccess: ({ taskToken: token, output }) => {
      if (told.some((one) => one.token === token)) throw refusal("TaskTimedOut");
      told.push({ token, restore: JSON.parse(output) });
      return {};
    },
  }),
  clock: { now: () => new Date(NOW.getTime() + hoursLater * 3_600_000), sleep: async () => {} },
  store,
});
const wait = (token = "token-1") => awaitRestore(services())({ token, run });
const event = (restoreJobId = "job-1") => restoreEnded(services())({ detail: { restoreJobId } });

test("is told by the event how the restore ended, and how long it took", async () => {
  expect(await wait()).toBe("still under way");
  job = { Status: "COMPLETED", CreationDate: NOW, CompletionDate: new Date(NOW.getTime() + 90_500) };
  expect(await event()).toBe("told");
  expect(told).toEqual([
    {
      token: "token-1",
      restore: { ...restore, status: "COMPLETED", seconds: 90.5, statusMessage: undefined },
    },
  ]);
});

test("sees at once that the restore is over, should the event have come before anybody waited", async () => {
  job = { Status: "FAILED", StatusMessage: "Key is disabled" };
  expect(await event()).toBe("nobody waits");
  expect(await wait()).toBe("told");
  expect(told[0]!.restore).toMatchObject({ status: "FAILED", statusMessage: "Key is disabled" });
});

test("sees it at the next look, should the event be lost", async () => {
  await wait("token-1");
  job = { Status: "COMPLETED" };
  expect(await wait("token-2")).toBe("told");
  expect(told.map(({ token }) => token)).toEqual(["token-2"]);
});

test("is told once of an event that comes twice", async () => {
  await wait();
  job = { Status: "COMPLETED" };
  expect([await event(), await event()]).toEqual(["told", "nobody waits"]);
  expect(told).toHaveLength(1);
});

test("isn't told by an event that came too early or is of another restore", async () => {
  await wait();
  expect(await event()).toBe("still under way");
  job = { Status: "COMPLETED" };
  expect(await event("job-2")).toBe("nobody waits");
  expect(told).toEqual([]);
});

test("stops waiting after four hours", async () => {
  hoursLater = 3.9;
  expect(await wait()).toBe("still under way");
  hoursLater = 4;
  expect(await wait("token-2")).toBe("told");
  expect(told[0]!.restore).toMatchObject({ status: "TIMED_OUT" });
});

test("fails when it can't tell: another attempt follows", async () => {
  job = { Status: "COMPLETED" };
  const stepFunctions = client({
    SendTaskSuccess: () => {
      throw refusal("AccessDeniedException");
    },
  });
  await expect(awaitRestore({ ...services(), stepFunctions })({ token: "token-1", run })).rejects.toThrow(
    "AccessDeniedException",
  );
});
