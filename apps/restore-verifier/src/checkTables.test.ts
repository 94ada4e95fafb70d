import { expect, test } from "vitest";
import { checkTables, withReport } from "./checkTables.ts";
import { pick } from "./pick.ts";
import { plan } from "./plan.ts";
import { scan } from "./scan.ts";
import { beast, cloud } from "./testing/cloud.ts";

/** A run of two tables up to its check. */
async function scanned() {
  const aws = cloud();
  const { tables } = await pick(aws.services)({
    runId: "run-1",
    request: {},
    executionArn: "arn",
    retries: 0,
  });
  for (const run of tables) {
    const tableName = `Restored-${run.model}`;
    aws.tables[tableName] = [...aws.tables[run.table]!];
    run.restore = {
      jobId: "job",
      tableName,
      encryption: { type: "Default" },
      startedAt: run.startedAt,
      status: "COMPLETED",
      seconds: 1,
    };
  }
  const { batches, groups } = await plan(aws.services)({ runId: "run-1", tables });
  for (const batch of batches) await scan(aws.services, () => 900)({ runId: "run-1", pass: "sums", batch });
  return { aws, event: { runId: "run-1", tables, group: groups[0]! } };
}

test("reports on each table of the group", async () => {
  const { aws, event } = await scanned();
  const checked = await checkTables(aws.services)(event);
  expect(checked.reports.map(({ model, report }) => [model, "verdict" in report && report.verdict])).toEqual([
    ["Category", "PASSED"],
    ["Item", "PASSED"],
  ]);
  expect(checked.failed).toEqual([]);
});

test("says why one can't be checked, and reports on the others", async () => {
  const { aws, event } = await scanned();
  for (const key of aws.world.store.objects.keys())
    if (key.endsWith("/sums/3/0.json")) aws.world.store.objects.delete(key);
  const { reports, failed } = await checkTables(aws.services)(event);
  expect(reports.map(({ model }) => model)).toEqual(["Category"]);
  expect(failed).toEqual([
    {
      model: "Item",
      problem: expect.objectContaining({
        Cause: expect.stringContaining("The restored table was not read to its end"),
      }),
    },
  ]);
});

test("tries one again before it gives it up", async () => {
  const { aws, event } = await scanned();
  const { store } = aws.services;
  let refusals = 2;
  const get: typeof store.get = async (...asked) => {
    if (refusals-- > 0) throw new Error("Slow Down.");
    return store.get(...asked);
  };
  const checked = await checkTables({ ...aws.services, store: { ...store, get } })(event);
  expect(checked.failed).toEqual([]);
});

test("leaves alone what was not restored", async () => {
  const { aws, event } = await scanned();
  event.tables[1]!.restore!.status = "FAILED";
  const checked = await checkTables(aws.services)(event);
  expect(checked.reports.map(({ model }) => model)).toEqual(["Category"]);
});

test("hands on where a report is that is too long for the state", async () => {
  const { aws, event } = await scanned();
  aws.tables["Item-api"] = Array.from({ length: 200 }, (_, number) => beast(`lost-${number}`));
  const again = await plan(aws.services)({ runId: "run-2", tables: event.tables });
  for (const batch of again.batches)
    await scan(aws.services, () => 900)({ runId: "run-2", pass: "sums", batch });
  const tables = event.tables.map((run) => ({ ...run, runId: "run-2" }));
  const { reports } = await checkTables(aws.services)({ runId: "run-2", tables, group: again.groups[0]! });
  const { report } = reports.find(({ model }) => model === "Item")!;
  expect(report).toEqual({ key: "runs/run-2/reports/Item.json" });
  expect(aws.world.store.objects.has("runs/run-2/reports/Item.json")).toBe(true);
});

test("leaves a table open whose report is gone, and says so, for itself alone", async () => {
  const { aws, event } = await scanned();
  const reports = [{ model: "Item", report: { key: "runs/run-1/reports/Item.json" } }];
  const checked = { ...(await checkTables(aws.services)(event)), reports };
  const run = await withReport(aws.services.store, event.tables[1]!, checked, undefined);
  expect(run.problem).toEqual({
    Error: "ReportGone",
    Cause: "The report on Item is not there any more: runs/run-1/reports/Item.json.",
  });
  expect(run).not.toHaveProperty("report");
});
