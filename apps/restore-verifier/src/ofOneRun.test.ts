import { expect, test } from "vitest";
import { ofOneRun } from "./ofOneRun.ts";
import type { TableRun } from "./run.ts";
import type { PolicyRule } from "./settings.ts";

const hourly = {
  name: "hourly",
  schedule: "cron(0 * * * ? *)",
  timeZone: "UTC",
  startWindowMinutes: 60,
  completionWindowMinutes: 120,
} as PolicyRule;

/** What a table without a point of 07:00 is said to be, when another has one: at a time of that day. */
function saidOfTheOther(time: string) {
  const run = (table: string, recoveryPoint?: object) => ({ table, recoveryPoint }) as TableRun;
  const tables = [run("Category", { createdAt: "2026-03-07T07:05:00.000Z" }), run("Item")];
  const seen = { now: new Date(`2026-03-07T${time}:00Z`), planSince: "2026-01-01T00:00:00.000Z" };
  const { pending, absence } = ofOneRun(tables, hourly, seen)[1]!;
  return { pending, absence };
}

test("leaves a table open as long as the newest point's own run may go on, though later ones were due", () => {
  const { pending, absence } = saidOfTheOther("08:15");
  expect(pending).toContain("of 2026-03-07T07:00:00.000Z may still be under way until 2026-03-07T10:00");
  expect(absence).toBeUndefined();
});

test("misses the table's point once that run is over", () => {
  expect(saidOfTheOther("10:01")).toEqual({ pending: undefined, absence: expect.stringContaining("Item") });
});
