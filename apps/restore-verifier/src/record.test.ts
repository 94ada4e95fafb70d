import { hashOf } from "@holdfast/restore-check";
import { describe, expect, test, vi } from "vitest";
import type { Checked } from "./checkTables.ts";
import { GraphQlError } from "./graphql.ts";
import { record } from "./record.ts";
import type { Problem, TableReport, TableResult, TableRun } from "./run.ts";
import { cloud } from "./testing/cloud.ts";

const broken = { runId: "run-1", request: {}, problem: { Error: "Error", Cause: "Kaputt." } };
const startedAt = "2026-03-01T06:00:00.000Z";
const table = {
  runId: "run-1",
  model: "Item",
  table: "Item-api",
  mayBeEmpty: false,
  mayBeRewritten: false,
  startedAt,
  findingsBytes: 10_000,
};

const restore = {
  jobId: "job",
  tableName: "Restored",
  encryption: { type: "Default" as const },
  startedAt,
  status: "COMPLETED",
};
type Report = Omit<TableReport, "findings" | "checkSeconds">;
const reported = (report: Report, more: Partial<TableRun> = {}) => ({
  runId: "run-1",
  tables: [{ ...table, restore, ...more }],
  group: [0],
  checked: {
    reports: [{ model: "Item", report: { findings: [], checkSeconds: 1, ...report } }],
    failed: [],
    toJoin: [],
    units: [],
    buckets: [],
  },
});
const failed = reported({ verdict: "FAILED", differences: 3 });

test("records a broken run on every table it was asked for", async () => {
  const aws = cloud();
  await record(aws.services)({ ...broken, request: { tables: ["Item"] } });
  expect(Object.values(aws.rows)).toMatchObject([
    { id: "run-1-Item", verdict: "INCONCLUSIVE", tableName: "Item-api" },
  ]);
});

test("leaves a verdict as it was first written, and passes it on", async () => {
  const aws = cloud();
  await record(aws.services)(failed);
  const results = await record(aws.services)(broken);
  expect(results).toMatchObject([
    { model: "Category", verdict: "INCONCLUSIVE" },
    { model: "Item", verdict: "FAILED", differences: 3 },
  ]);
  expect(aws.rows["run-1-Item"]).toMatchObject({ verdict: "FAILED" });
});

test("says each verdict in a line of the log, by which proofs are counted", async () => {
  const aws = cloud();
  await record(aws.services)(failed);
  const line = { verdict: "FAILED", table: "Item-api", model: "Item", runId: "run-1" };
  expect(aws.lines).toEqual([line]);
  await record(aws.services)(failed);
  expect(aws.lines).toEqual([line, line]);
});

test("passes on any other refusal, to be tried again", async () => {
  const { services } = cloud();
  const graphql = async () => {
    throw new GraphQlError("UnauthorizedException", "Permission denied");
  };
  await expect(record({ ...services, graphql })(failed)).rejects.toThrow("Permission denied");
});

test("adds each verdict to the evidence, and its place there to the row", async () => {
  const aws = cloud();
  await record(aws.services)(reported({ verdict: "FAILED" }, { startedBy: "ann" }));
  const [[key, bytes]] = [...aws.world.evidence.objects] as [[string, Buffer]];
  expect(key).toBe("evidence/000000000001.json");
  expect(JSON.parse(bytes.toString())).toMatchObject({
    kind: "table",
    sequence: 1,
    runId: "run-1",
    tableName: "Item-api",
    verdict: "FAILED",
    objectives: { rpoHours: 24, rtoMinutes: 60 },
    policyHash: "policy",
    startedBy: "ann",
  });
  expect(aws.rows["run-1-Item"]).toMatchObject({ evidenceSequence: 1, evidenceHash: hashOf(bytes) });
});

test("judges by the first attempt, whatever a later one would say", async () => {
  const aws = cloud();
  const graphql = aws.services.graphql;
  aws.services.graphql = async () => {
    throw new Error("AppSync is gone.");
  };
  await expect(record(aws.services)(failed)).rejects.toThrow("AppSync is gone.");
  aws.services.graphql = graphql;
  await record(aws.services)(reported({ verdict: "PASSED" }));
  expect(aws.rows["run-1-Item"]).toMatchObject({ verdict: "FAILED" });
  expect(aws.world.evidence.objects.size).toBe(1);
});

test("names the restore in the evidence, also where the run broke between the verdict and its entry", async () => {
  const aws = cloud();
  const recoveryPoint = { arn: "point", status: "COMPLETED", createdAt: startedAt, encrypted: true };
  const { putOnce } = aws.world.evidence;
  aws.world.evidence.putOnce = async () => {
    throw new Error("The Lambda died before writing.");
  };
  const passed = reported(
    { verdict: "PASSED" },
    { recoveryPoint, executionArn: "execution", startedBy: "ann" },
  );
  await expect(record(aws.services)(passed)).rejects.toThrow("died before writing");
  aws.world.evidence.putOnce = putOnce;
  await record(aws.services)({ ...broken, request: { tables: ["Item"] } });
  const entries = [...aws.world.evidence.objects.values()].map((bytes) => JSON.parse(bytes.toString()));
  expect(entries).toMatchObject([
    {
      verdict: "PASSED",
      recoveryPoint,
      restore: { jobId: "job", tableName: "Restored", status: "COMPLETED" },
      executionArn: "execution",
      startedBy: "ann",
    },
  ]);
  expect(aws.rows["run-1-Item"]).not.toHaveProperty("circumstances");
});

describe("a group of tables", () => {
  const two = (checked: Partial<Checked>, problem?: Problem) => ({
    runId: "run-1",
    tables: ["Category", "Item", "Other"].map((model) => ({
      ...table,
      model,
      table: `${model}-api`,
      restore,
      recoveryPoint: { arn: "point", status: "COMPLETED", createdAt: startedAt, encrypted: true },
    })),
    group: [1, 0],
    checked: { reports: [], failed: [], toJoin: [], units: [], buckets: [], ...checked },
    problem,
  });
  const passed = { verdict: "PASSED" as const, findings: [], checkSeconds: 1 };
  const verdicts = (results: TableResult[]) => results.map(({ model, verdict }) => [model, verdict]);

  test("is recorded by one step, entry after entry, and the end of the chain is looked for once", async () => {
    const aws = cloud();
    const gets = vi.spyOn(aws.world.evidence, "get");
    const reports = ["Category", "Item"].map((model) => ({ model, report: passed }));
    expect(verdicts(await record(aws.services)(two({ reports })))).toEqual([
      ["Item", "PASSED"],
      ["Category", "PASSED"],
    ]);
    expect([...aws.world.evidence.objects.keys()]).toEqual([
      "evidence/000000000001.json",
      "evidence/000000000002.json",
    ]);
    expect(gets).toHaveBeenCalledTimes(1);
  });

  test("has a table's own failure recorded on that table only", async () => {
    const problem = { Error: "Error", Cause: "Unreadable." };
    const checked = {
      reports: [{ model: "Category", report: passed }],
      failed: [{ model: "Item", problem }],
    };
    const results = await record(cloud().services)(two(checked));
    expect(verdicts(results)).toEqual([
      ["Item", "INCONCLUSIVE"],
      ["Category", "PASSED"],
    ]);
    expect(results[0]!.findings[0]!.sentence).toBe("The tables could not be compared: Error: Unreadable.");
  });

  test("keeps the reports there are when the check dies afterwards", async () => {
    const checked = { reports: [{ model: "Category", report: passed }], toJoin: ["Item"] };
    const problem = { Error: "Sandbox.Timedout", Cause: "Out of time." };
    expect(verdicts(await record(cloud().services)(two(checked, problem)))).toEqual([
      ["Item", "INCONCLUSIVE"],
      ["Category", "PASSED"],
    ]);
  });

  test("records the others where one can't be, and is tried again", async () => {
    const aws = cloud();
    const { graphql } = aws.services;
    // biome-ignore lint/suspicious/noExplicitAny: it passes on any of the data model's operations.
    aws.services.graphql = async (operation: string, variables: any): Promise<any> => {
      if (variables.input?.modelName === "Item") throw new Error("Throttled.");
      return graphql(operation as never, variables);
    };
    const reports = ["Category", "Item"].map((model) => ({ model, report: passed }));
    await expect(record(aws.services)(two({ reports }))).rejects.toThrow("Throttled.");
    expect(Object.keys(aws.rows)).toEqual(["run-1-Category"]);
    aws.services.graphql = graphql;
    expect(await record(aws.services)(two({ reports }))).toHaveLength(2);
    expect(aws.world.evidence.objects.size).toBe(2);
  });
});
