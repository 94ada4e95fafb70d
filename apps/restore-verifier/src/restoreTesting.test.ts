import { beforeEach, expect, test, vi } from "vitest";
import { startTested } from "./startTested.ts";
import { beast, cloud, NOW } from "./testing/cloud.ts";
import { functions } from "./testing/functions.ts";
import { execute } from "./testing/machine.ts";

const planArn = "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:holdfast-1";
const scheduledAt = "2026-03-01T05:15:00.000Z";
const restoreTest = { planArn, scheduledAt };

let aws = cloud();
vi.mock("./services.ts", () => ({ services: () => aws.services }));
beforeEach(() => {
  aws = cloud();
  aws.services.settings.restoreTesting = {
    planArn,
    schedule: "cron(15 5 * * ? *)",
    startWindowHours: 1,
    validationWindowHours: 13,
    pointHours: 24,
  };
  for (const model of ["Category", "Item"]) tested(model);
});

/** AWS restore testing restores a model's table, as it does. */
function tested(model: string, changes: object = {}) {
  const [live, restored] = [`${model}-api`, `awsbackup-restore-test-${model}`];
  aws.tables[restored] = [...aws.points[live]![0]!.items];
  aws.world.tests.push({
    plan: planArn,
    RestoreJobId: `test-${model}`,
    RecoveryPointArn: aws.points[live]![0]!.arn,
    BackupVaultArn: "arn:aws:backup:us-east-1:123456789012:backup-vault:Vault",
    SourceResourceArn: aws.services.settings.tableArn(live),
    CreatedResourceArn: aws.services.settings.tableArn(restored),
    CreationDate: new Date("2026-03-01T05:40:00Z"),
    CompletionDate: new Date("2026-03-01T05:41:30Z"),
    Status: "COMPLETED",
    ...changes,
  });
}

const verify = () => execute(functions, { restoreTest }, "restore-test-1");
const told = () => Object.fromEntries(aws.world.tests.map((job) => [job.RestoreJobId, job.ValidationStatus]));
const verdicts = () =>
  Object.fromEntries(Object.values(aws.rows).map(({ modelName, verdict }) => [modelName, verdict]));
const said = (model: string) =>
  (aws.rows[`restore-test-1-${model}`]!.findings as { sentence: string }[]).map(({ sentence }) => sentence);
const evidence = () => [...aws.world.evidence.objects.values()].map((bytes) => JSON.parse(bytes.toString()));

test("verifies what AWS restored, restores and deletes nothing, and tells AWS", async () => {
  expect(await verify()).toMatchObject({ status: "SUCCEEDED", output: { verdict: "PASSED" } });
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "PASSED" });
  expect(told()).toEqual({ "test-Category": "SUCCESSFUL", "test-Item": "SUCCESSFUL" });
  expect(aws.restores).toEqual({});
  expect(Object.keys(aws.tables)).toContain("awsbackup-restore-test-Item");
  expect(aws.rows["restore-test-1-Item"]).toMatchObject({ restoreSeconds: 90, restoredItems: 2 });
});

test("notes in the evidence which test it was, and what AWS was told", async () => {
  await verify();
  const [table] = evidence().filter(({ kind }) => kind === "table");
  expect(table).toMatchObject({ restoreTest, startedBy: planArn, restore: { status: "COMPLETED" } });
  expect(evidence().at(-1)).toMatchObject({
    kind: "run",
    cleanUp: { deleted: [] },
    validations: [
      { table: "Category-api", jobId: "test-Category", status: "SUCCESSFUL" },
      { table: "Item-api", jobId: "test-Item", status: "SUCCESSFUL" },
    ],
  });
});

test("tells AWS that a test failed when the data is wrong, and says no key", async () => {
  aws.tables["awsbackup-restore-test-Item"] = [beast("i-1"), beast("i-2", "Troll")];
  await verify();
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "FAILED" });
  expect(told()).toEqual({ "test-Category": "SUCCESSFUL", "test-Item": "FAILED" });
  expect(aws.world.tests[1]!.ValidationStatusMessage).toBe(
    "FAILED: Holdfast's evidence has the findings of run restore-test-1.",
  );
});

test("tells AWS that a test failed when nothing is proven, and that nothing is", async () => {
  aws.tables["awsbackup-restore-test-Item"] = [{ id: { S: "i-1" }, name: { X: "Ogre" } as never }];
  await verify();
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "INCONCLUSIVE" });
  expect(told()["test-Item"]).toBe("FAILED");
  expect(aws.world.tests[1]!.ValidationStatusMessage).toMatch(/^INCONCLUSIVE: /);
});

test("fails a table that AWS could not restore, and tells AWS nothing of it", async () => {
  Object.assign(aws.world.tests[1]!, {
    Status: "FAILED",
    StatusMessage: "No start.",
    CreatedResourceArn: undefined,
  });
  await verify();
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "FAILED" });
  expect(said("Item")[0]).toBe("Restore job test-Item ended as FAILED: No start.");
  expect(told()["test-Item"]).toBeUndefined();
});

test("waits for the restores that begin later, and holds references against all of them", async () => {
  const [category, item] = aws.world.tests.splice(0);
  aws.services.referencesOf = (model) =>
    model === "Item" ? [{ from: "Item", to: "Category", key: { id: "categoryID" } }] : [];
  const items = [{ ...beast("i-1"), categoryID: { S: "c-1" } }];
  Object.assign(aws.tables, { "Item-api": items, "awsbackup-restore-test-Item": items });
  aws.world.tests.push(item!);
  let looks = 0;
  const findTest = async (event: unknown) => {
    if (++looks === 4) aws.world.tests.push(category!);
    return functions.findTest(event);
  };
  const execution = await execute({ ...functions, findTest }, { restoreTest }, "restore-test-1");
  expect(execution).toMatchObject({ status: "SUCCEEDED" });
  expect(said("Item").join()).not.toContain("not checked");
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "PASSED" });
});

test("proves nothing of a table that AWS passed over, and says where to look", async () => {
  aws.world.tests.pop();
  aws.services.clock.now = () => new Date("2026-03-01T06:21:00Z");
  await verify();
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "INCONCLUSIVE" });
  expect(said("Item")[0]).toContain("NotTested: AWS restore testing started none in the 1 hours");
});

test("fails a table that AWS passed over and that has no recovery point", async () => {
  aws.world.tests.pop();
  aws.points["Item-api"] = [];
  aws.services.clock.now = () => new Date("2026-03-01T06:21:00Z");
  await verify();
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "FAILED" });
  expect(said("Item")[0]).toContain("no COMPLETED recovery point");
});

test("takes the point's age at its restore's beginning, however long the run has waited since", async () => {
  aws.services.settings.restoreTesting!.pointHours = 1;
  aws.services.clock.now = () => new Date("2026-03-01T12:00:00Z");
  expect(await verify()).toMatchObject({ status: "SUCCEEDED" });
});

test("keeps its verdict when AWS doesn't take the status, and notes why", async () => {
  aws.world.tests[1]!.ValidationStatus = "TIMED_OUT" as never;
  expect(await verify()).toMatchObject({ status: "SUCCEEDED" });
  expect(evidence().at(-1).validations[1]).toEqual({
    table: "Item-api",
    jobId: "test-Item",
    status: "SUCCESSFUL",
    refused: "InvalidRequestException: It has a validation status already.",
  });
});

test("takes for told what an attempt told that died", async () => {
  const cleanUp = async (event: unknown) => {
    aws.world.tests.every(({ ValidationStatus }) => ValidationStatus) || (await functions.cleanUp(event));
    aws.world.evidence.objects.clear();
    aws.world.store.objects.delete("runs/restore-test-1/evidence/run.json");
    return functions.cleanUp(event);
  };
  await execute({ ...functions, cleanUp }, { restoreTest }, "restore-test-1");
  expect(evidence().at(-1).validations).toEqual([
    { table: "Category-api", jobId: "test-Category", status: "SUCCESSFUL" },
    { table: "Item-api", jobId: "test-Item", status: "SUCCESSFUL" },
  ]);
});

test("refuses to judge what AWS chose by the age that a rule's points may have", async () => {
  const execution = await execute(functions, { restoreTest, rule: "weekly" }, "restore-test-1");
  expect(execution).toMatchObject({ status: "FAILED", error: "InvalidRequest" });
  expect(execution.cause).toContain("leave out restoreTest or rule");
});

test("refuses to look for restore tests where the policy has none", async () => {
  aws.services.settings.restoreTesting = undefined;
  const execution = await verify();
  expect(execution).toMatchObject({ status: "FAILED", error: "InvalidRequest" });
  expect(execution.cause).toContain("The policy doesn't verify by AWS restore testing");
});

const event = (minutes = 0) => ({
  detail: {
    restoreTestingPlanArn: planArn,
    creationDate: new Date(Date.parse("2026-03-01T05:40:00Z") + minutes * 60_000),
  },
});
const look = (time: Date) => ({ source: "aws.events" as const, time });

test("starts one run for all restores of a plan's run, however often its events come", async () => {
  const start = startTested(aws.services);
  expect([await start(event()), await start(event()), await start(event(30))]).toEqual([
    "started",
    "started before",
    "started before",
  ]);
  expect(aws.world.started).toEqual([
    { name: "restore-test-20260301T0515Z", input: JSON.stringify({ restoreTest }) },
  ]);
  expect(await start(event(24 * 60))).toBe("started");
});

test("starts by the schedule a run all of whose events were lost", async () => {
  expect(await startTested(aws.services)(look(NOW))).toBe("started");
  expect(aws.world.started).toHaveLength(1);
});

test("starts nothing by the schedule where nothing was restored, or all of it is gone", async () => {
  aws.services.clock.now = () => new Date("2026-03-01T19:16:00Z");
  expect(await startTested(aws.services)(look(NOW))).toBe("nothing to verify");
  aws.services.clock.now = () => NOW;
  aws.world.tests = [];
  expect(await startTested(aws.services)(look(NOW))).toBe("nothing to verify");
});
