import { expect, it } from "vitest";
import type { ByInput } from "../schema.ts";
import { saidBy } from "../testing.ts";
import { ownRestores, restoreTesting } from "../verification.ts";

const said = (by: ByInput, schedule = "cron(30 8 * * ? *)") =>
  saidBy("restore-tests-keep-apart", { verification: { schedule, by, proofStaleAfterHours: 8760 } });

it("refuses a start window that reaches to the next run", () => {
  expect(said(restoreTesting({ startWindowHours: 24 }))).toEqual([
    "verification.by.startWindowHours is 24; allowed: 23 or less: the next run is due 24 hours after one",
  ]);
  expect(said(restoreTesting({ startWindowHours: 6 }), "cron(30 8,14 * * ? *)")).toEqual([
    "verification.by.startWindowHours is 6; allowed: 5 or less: the next run is due 6 hours after one",
  ]);
});

it("refuses a schedule that leaves no hour between its runs", () => {
  expect(said(restoreTesting({ startWindowHours: 1 }), "cron(0 * * * ? *)")[0]).toContain(
    "allowed: a schedule that is due less often",
  );
});

it("refuses a start window so long that what is restored first is gone before the last is checked", () => {
  expect(said(restoreTesting({ startWindowHours: 157 }), "cron(30 8 1 * ? *)")).toEqual([
    "verification.by.startWindowHours is 157; allowed: 156 or less: what is restored stays for 168 hours at most, and the last of it has to be checked",
  ]);
});

it("takes shorter ones, and asks nothing of own restores", () => {
  expect(said(restoreTesting({ startWindowHours: 23 }))).toEqual([]);
  expect(said(restoreTesting())).toEqual([]);
  expect(said(restoreTesting({ startWindowHours: 156 }), "cron(30 8 1 * ? *)")).toEqual([]);
  expect(said(ownRestores(), "cron(0 * * * ? *)")).toEqual([]);
});
