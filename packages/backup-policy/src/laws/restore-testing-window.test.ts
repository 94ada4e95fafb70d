import { expect, it } from "vitest";
import type { ByInput } from "../schema.ts";
import { saidBy } from "../testing.ts";
import { ownRestores, restoreTesting } from "../verification.ts";

const said = (by: ByInput) =>
  saidBy("restore-testing-window", {
    verification: { schedule: "cron(30 8 * * ? *)", by, proofStaleAfterHours: 8760 },
  });

it("refuses a window that tables can fall out of", () => {
  expect(said(restoreTesting({ selectionWindowDays: 2, startWindowHours: 24 }))).toEqual([
    "verification.by.selectionWindowDays is 2; allowed: 3 or more: the newest recovery point can be 27 hours old, and a test starts up to 24 hours late",
  ]);
});

it("takes more than both together, and AWS's own values", () => {
  expect(said(restoreTesting({ selectionWindowDays: 3, startWindowHours: 24 }))).toEqual([]);
  expect(said(restoreTesting())).toEqual([]);
});

it("asks nothing of own restores, which take the newest point there is", () => {
  expect(said(ownRestores())).toEqual([]);
});
