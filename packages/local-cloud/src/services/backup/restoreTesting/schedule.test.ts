import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nextRun } from "@holdfast/backup-policy/schedule";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type CloudClock, createClock } from "../../../clock.ts";
import { place } from "../../kms/testing.ts";
import type { RestoreRequest } from "../restoreJobs.ts";
import type { Rooms } from "../rooms.ts";
import { createTestingPlans } from "./plans.ts";
import { createTestSchedule, type TestSchedule } from "./schedule.ts";

let folder: string;
let clock: CloudClock;
let schedule: TestSchedule;
let underWay: RestoreRequest[];
let refused: string[];

/** A plan due at 05:00 whose tests of 45 tables begin at once. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "restore-testing-"));
  clock = createClock({ value: { aheadMs: 0 }, save() {} }, () => Date.parse("2026-11-22T04:00:00Z"));
  underWay = [];
  refused = [];
  const testingPlans = createTestingPlans(folder);
  testingPlans.save({
    id: "p",
    name: "weekly",
    arn: "arn:p",
    schedule: "cron(0 5 ? * * *)",
    startWindowHours: 1,
    recoveryPoints: {
      Algorithm: "LATEST_WITHIN_WINDOW",
      RecoveryPointTypes: ["SNAPSHOT"],
      IncludeVaults: ["*"],
      SelectionWindowDays: 30,
    },
    tags: {},
    creationDate: clock.now().toISOString(),
    tests: [],
  });
  testingPlans.saveSelection({
    id: "s",
    planId: "p",
    RestoreTestingSelectionName: "tables",
    IamRoleArn: "arn:role",
    ProtectedResourceType: "DynamoDB",
    ProtectedResourceArns: ["*"],
    ValidationWindowHours: 0,
    creationDate: clock.now().toISOString(),
  });
  const points = Array.from({ length: 45 }, (_, number) => ({
    resourceArn: `arn:table/${number}`,
    vaultName: "holdfast",
    status: "COMPLETED",
    creationDate: clock.now().toISOString(),
    tags: {},
  }));
  let ids = 0;
  const rooms = {
    clock,
    place,
    nextRun,
    testingPlans,
    random: () => 0,
    randomUUID: () => String(++ids),
    points: { list: () => points },
    jobs: { restores: { list: () => underWay } },
  } as unknown as Rooms;
  schedule = createTestSchedule(rooms, {
    start(request) {
      underWay.push(request);
      return undefined as never;
    },
    refuse: (_, message) => refused.push(message),
  });
  schedule.start();
});
afterEach(async () => {
  clock.stop();
  await rm(folder, { recursive: true });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html: 40 of DynamoDB, not adjustable
it("has 40 tests under way: another begins when one ends, and the rest fails when the start window closes", async () => {
  await clock.advance(new Date("2026-11-22T05:00:00Z"));
  expect(underWay).toHaveLength(40);
  for (let ended = 0; ended < 2; ended++) {
    underWay.pop();
    schedule.ended();
  }
  expect(underWay.map(({ point }) => point.resourceArn).slice(-1)).toEqual(["arn:table/41"]);
  expect(underWay).toHaveLength(40);
  await clock.advance(new Date("2026-11-22T06:00:00Z"));
  expect(refused).toEqual(
    Array(3).fill(
      "Restore job was unable to start within the specified start window. Try increasing your start window.",
    ),
  );
});

it("doesn't count restores that nobody's plan asked for", async () => {
  underWay = Array(40).fill({});
  await clock.advance(new Date("2026-11-22T05:00:00Z"));
  expect(underWay).toHaveLength(80);
});
