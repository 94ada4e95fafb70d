import { expect, it } from "vitest";
import type { ByInput } from "../schema.ts";
import { saidBy } from "../testing.ts";
import { ownRestores, restoreTesting } from "../verification.ts";

const said = (proofStaleAfterHours: number, by: ByInput, schedule = "cron(30 8 * * ? *)") =>
  saidBy("proof-within-staleness", { verification: { schedule, by, proofStaleAfterHours } });

it("refuses a limit that a verification in time would break", () => {
  expect(said(24, ownRestores())).toEqual([
    "verification.proofStaleAfterHours is 24; allowed: 25 or more: a verification is up to 24 hours after the last and may take the 1 hour of the RTO",
  ]);
  expect(said(25, ownRestores())).toEqual([]);
});

it("counts the start window of restore testing", () => {
  const by = restoreTesting({ startWindowHours: 8 });
  expect(said(32, by)).toEqual([
    "verification.proofStaleAfterHours is 32; allowed: 33 or more: a verification is up to 24 hours after the last, starts within 8 hours and may take the 1 hour of the RTO",
  ]);
  expect(said(33, by)).toEqual([]);
});

it("leaves a schedule that is never due to its own law", () => {
  expect(said(24, ownRestores(), "cron(0 8 * * ? 2020)")).toEqual([]);
});
