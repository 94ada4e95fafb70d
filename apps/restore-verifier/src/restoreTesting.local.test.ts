import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  DescribeRestoreJobCommand,
  paginateListRestoreJobs,
  type RestoreJobsListMember,
} from "@aws-sdk/client-backup";
import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { localCloud } from "./testing/localCloud.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let cloud: Awaited<ReturnType<typeof localCloud>>;
beforeAll(async () => {
  cloud = await localCloud({ isTested: true });
  await cloud.put("Category", item("beasts"));
  await cloud.put("Item", { ...item("minotaur"), headline: { S: "In a maze" }, categoryID: { S: "beasts" } });
});
afterAll(() => cloud?.stop());

/** An item as written long before any recovery point. */
function item(id: string, name = "A beast") {
  const written = { S: "2026-01-01T00:00:00.000Z" };
  return { id: { S: id }, name: { S: name }, owner: { S: "ann" }, createdAt: written, updatedAt: written };
}

/** To the day's next such hour, in UTC. */
async function until(hour: number): Promise<void> {
  const to = new Date(cloud.clock.now());
  to.setUTCHours(hour, 0, 0, 0);
  if (to <= cloud.clock.now()) to.setUTCDate(to.getUTCDate() + 1);
  await cloud.clock.advance(to);
}

/** The restore jobs of the last run, by model. */
async function jobsSince(begin: Date): Promise<Record<string, RestoreJobsListMember>> {
  const found: Record<string, RestoreJobsListMember> = {};
  for await (const page of paginateListRestoreJobs({ client: cloud.backup }, { ByCreatedAfter: begin })) {
    for (const job of page.RestoreJobs!)
      found[job.SourceResourceArn!.split("/").at(-1)!.split("-")[0]!] = job;
  }
  return found;
}

const describeJob = (job: RestoreJobsListMember) =>
  cloud.backup.send(new DescribeRestoreJobCommand({ RestoreJobId: job.RestoreJobId }));
/** Of what AWS restored, the newest first: rules have runs of their own. */
async function executions() {
  const { stateMachineArn, stepFunctions } = cloud;
  const { executions } = await stepFunctions.send(new ListExecutionsCommand({ stateMachineArn }));
  return executions!.filter(({ name }) => name!.startsWith("restore-test-"));
}
const awsTables = async () =>
  (await cloud.tables()).filter((name) => name.startsWith("awsbackup-restore-test-"));

/** The verdicts recorded on a run, by model. */
async function verdicts(runId: string) {
  const rows = (await cloud.scan("Verification")).filter((row) => row.runId?.S === runId);
  return Object.fromEntries(rows.map((row) => [row.modelName!.S, row]));
}

test("verifies what AWS restore testing restores, tells it, and AWS deletes it", async () => {
  await until(8);
  const begin = cloud.clock.now();
  await until(23);

  const [execution, ...others] = await executions();
  expect(others).toEqual([]);
  expect(execution!.name).toMatch(/^restore-test-\d{8}T0815Z$/);

  const jobs = await jobsSince(begin);
  const { Category, Item } = await verdicts(execution!.name!);
  expect([Category!.verdict!.S, Item!.verdict!.S]).toEqual(["PASSED", "PASSED"]);
  expect(JSON.stringify(Item!.findings)).not.toContain("not checked");
  expect(Item!.evidenceSequence!.N).toBeDefined();

  for (const model of ["Category", "Item"]) {
    expect(await describeJob(jobs[model]!)).toMatchObject({
      CreatedBy: { RestoreTestingPlanArn: expect.stringContaining(":restore-testing-plan:") },
      ValidationStatus: "SUCCESSFUL",
      ValidationStatusMessage: `PASSED: Holdfast's evidence has the findings of run ${execution!.name}.`,
      DeletionStatus: "SUCCESSFUL",
    });
  }
  // Nothing was in it when it was backed up: AWS isn't told that it is proven.
  expect(await describeJob(jobs.Verification!)).toMatchObject({
    ValidationStatus: "FAILED",
    ValidationStatusMessage: expect.stringMatching(/^INCONCLUSIVE: /),
  });
  expect(await awsTables()).toEqual([]);
});

test("finds damage in what AWS calls restored, once though every event comes twice", async () => {
  cloud.faults.add({ kind: "double", service: "events" });
  cloud.faults.add({ kind: "alter-items", resource: cloud.table("Category"), count: 1 });
  await until(8);
  const begin = cloud.clock.now();
  await until(23);
  cloud.faults.clear();

  const [execution, ...others] = await executions();
  expect(others).toHaveLength(1);
  const { Category, Item } = await verdicts(execution!.name!);
  expect([Category!.verdict!.S, Item!.verdict!.S]).toEqual(["FAILED", "PASSED"]);
  const jobs = await jobsSince(begin);
  expect(await describeJob(jobs.Category!)).toMatchObject({
    Status: "COMPLETED",
    ValidationStatus: "FAILED",
  });
  expect(await describeJob(jobs.Item!)).toMatchObject({ ValidationStatus: "SUCCESSFUL" });
});

test("verifies although all events are lost", async () => {
  cloud.faults.add({ kind: "lose", service: "events", operation: "Restore Job State Change" });
  await until(8);
  await until(23);
  cloud.faults.clear();

  const [execution, ...others] = await executions();
  expect(others).toHaveLength(2);
  const { Category } = await verdicts(execution!.name!);
  expect(Category!.verdict!.S).toBe("PASSED");
  expect(await awsTables()).toEqual([]);
});

test("fails the tables that AWS can't restore", async () => {
  cloud.faults.add({ kind: "fail-job", operation: "StartRestoreJob", resource: cloud.table("Item") });
  await until(8);
  await until(23);
  cloud.faults.clear();

  const [execution] = await executions();
  const { Category, Item } = await verdicts(execution!.name!);
  expect([Category!.verdict!.S, Item!.verdict!.S]).toEqual(["PASSED", "FAILED"]);
  expect(JSON.stringify(Item!.findings)).toContain("ended as FAILED");
});

test("may read what AWS restores, and delete none of it", async () => {
  const files = (await readdir(cloud.assembly)).filter((file) =>
    /Verification.*\.template\.json$/.test(file),
  );
  const templates = await Promise.all(files.map((file) => readFile(join(cloud.assembly, file), "utf8")));
  const resources = Object.values(Object.assign({}, ...templates.map((text) => JSON.parse(text).Resources)));
  const statements = (resources as { Type: string; Properties: { Policies?: Policy[] } }[])
    .filter(({ Type }) => Type === "AWS::IAM::Role")
    .flatMap(({ Properties }) => Properties.Policies ?? [])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const onTests = statements.filter(({ Resource }) =>
    JSON.stringify(Resource).includes("table/awsbackup-restore-test-*"),
  );
  expect(new Set(onTests.flatMap(({ Action }) => Action))).toEqual(
    new Set(["dynamodb:DescribeTable", "dynamodb:Scan", "dynamodb:BatchGetItem"]),
  );
  const deletes = statements.filter(({ Action }) => [Action].flat().includes("dynamodb:DeleteTable"));
  for (const { Resource } of deletes)
    expect(JSON.stringify(Resource)).toContain("table/awsbackup-restore-test-holdfast-local_*");
  const tells = statements.filter(({ Action }) =>
    [Action].flat().includes("backup:PutRestoreValidationResult"),
  );
  expect(tells).toHaveLength(1);
});

interface Policy {
  PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] };
}
