import { hashOf } from "@holdfast/restore-check";
import { expect, test } from "vitest";
import { GraphQlError } from "./graphql.ts";
import { record } from "./record.ts";
import { cloud } from "./testing/cloud.ts";

const broken = { runId: "run-1", request: {}, problem: { Error: "Error", Cause: "Kaputt." } };
const startedAt = "2026-03-01T06:00:00.000Z";
const run = {
  runId: "run-1",
  model: "Item",
  table: "Item-api",
  mayBeEmpty: false,
  mayBeRewritten: false,
  startedAt,
  findingsBytes: 10_000,
};

test("records a broken run on every table it was asked for", async () => {
  const aws = cloud();
  await record(aws.services)({ ...broken, request: { tables: ["Item"] } });
  expect(Object.values(aws.rows)).toMatchObject([
    { id: "run-1-Item", verdict: "INCONCLUSIVE", tableName: "Item-api" },
  ]);
});

test("leaves a verdict as it was first written, and passes it on", async () => {
  const aws = cloud();
  const report = { verdict: "FAILED" as const, findings: [], differences: 3, checkSeconds: 1 };
  await record(aws.services)({ ...run, report });
  const results = await record(aws.services)(broken);
  expect(results).toMatchObject([
    { model: "Category", verdict: "INCONCLUSIVE" },
    { model: "Item", verdict: "FAILED", differences: 3 },
  ]);
  expect(aws.rows["run-1-Item"]).toMatchObject({ verdict: "FAILED" });
});

test("says each verdict in a line of the log, by which proofs are counted", async () => {
  const aws = cloud();
  const report = { verdict: "FAILED" as const, findings: [], differences: 3, checkSeconds: 1 };
  await record(aws.services)({ ...run, report });
  const line = { verdict: "FAILED", table: "Item-api", model: "Item", runId: "run-1" };
  expect(aws.lines).toEqual([line]);
  await record(aws.services)({ ...run, report });
  expect(aws.lines).toEqual([line, line]);
});

test("passes on any other refusal, to be tried again", async () => {
  const { services } = cloud();
  const graphql = async () => {
    throw new GraphQlError("UnauthorizedException", "Permission denied");
  };
  await expect(record({ ...services, graphql })(run)).rejects.toThrow("Permission denied");
});

test("adds each verdict to the evidence, and its place there to the row", async () => {
  const aws = cloud();
  const report = { verdict: "FAILED" as const, findings: [], differences: 3, checkSeconds: 1 };
  await record(aws.services)({ ...run, report, startedBy: "ann" });
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
  const failed = { verdict: "FAILED" as const, findings: [], checkSeconds: 1 };
  await expect(record(aws.services)({ ...run, report: failed })).rejects.toThrow("AppSync is gone.");
  aws.services.graphql = graphql;
  await record(aws.services)({ ...run, report: { ...failed, verdict: "PASSED" } });
  expect(aws.rows["run-1-Item"]).toMatchObject({ verdict: "FAILED" });
  expect(aws.world.evidence.objects.size).toBe(1);
});
