import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { localCloud, until } from "./testing/localCloud.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

let cloud: Awaited<ReturnType<typeof localCloud>>;
beforeAll(async () => {
  cloud = await localCloud();
  for (let number = 0; number < 30; number++) await cloud.put("Category", beast(`beast-${number}`));
  await cloud.backUp("Category");
});
afterEach(() => cloud?.faults.clear());
afterAll(() => cloud?.stop());

/** An item as written long before any recovery point. */
function beast(id: string) {
  const written = { S: "2026-01-01T00:00:00.000Z" };
  return { id: { S: id }, name: { S: `The ${id}` }, createdAt: written, updatedAt: written };
}

const verify = async () => cloud.hurry(await cloud.start({ tables: ["Category"] }));

/** Keys that the summary's errors name. */
function accused({ results }: Awaited<ReturnType<typeof verify>>): string[] {
  const findings: { severity: string; subject?: string }[] = results[0].findings;
  return [
    ...new Set(
      findings.flatMap(({ severity, subject }) => (severity === "ERROR" && subject ? [subject] : [])),
    ),
  ];
}

const struck = () => cloud.faults.list().map(({ hits }) => hits);
const nothingIsLeft = async () => expect(await cloud.restored()).toEqual([]);

test.each([
  ["drops", "drop-items"],
  ["alters", "alter-items"],
  ["adds", "add-items"],
])("fails a restore that %s an item, and names its key", async (_, kind) => {
  cloud.faults.add({ kind, resource: cloud.table("Category"), count: 1 });
  const run = await verify();

  expect(run).toMatchObject({ status: "FAILED", verdict: "FAILED", results: [{ differences: 1 }] });
  expect(accused(run)).toEqual([expect.stringMatching(/^id="?beast-\d+/)]);
  expect(struck()).toEqual([1]);
  await nothingIsLeft();
});

test("names the same keys for the same seed", async () => {
  const once = async () => {
    cloud.faults.clear();
    cloud.faults.add({ kind: "drop-items", resource: cloud.table("Category"), rate: 0.2, seed: 11 });
    return accused(await verify()).sort();
  };
  const first = await once();
  expect(first.length).toBeGreaterThan(1);
  expect(await once()).toEqual(first);
});

test.each([
  ["throttled scans", { kind: "throttle", service: "dynamodb", operation: "Scan", rate: 0.4, seed: 2 }],
  ["a DynamoDB that fails now and then", { kind: "error", service: "dynamodb", rate: 0.3, seed: 2 }],
  ["an AWS Backup that is unavailable twice", { kind: "unavailable", service: "backup", count: 2 }],
  ["an S3 that slows down", { kind: "throttle", service: "s3", count: 3 }],
  [
    "a restore whose event is lost",
    { kind: "lose", service: "events", operation: "Restore Job State Change" },
  ],
  ["restores whose events come twice", { kind: "double", service: "events", operation: "Restore Job*" }],
  ["slow answers", { kind: "latency", rate: 0.3, seed: 6, ms: 150 }],
])("comes to the same verdict through %s", async (_, fault) => {
  cloud.faults.add(fault);

  expect(await verify()).toMatchObject({
    status: "SUCCEEDED",
    verdict: "PASSED",
    results: [{ restoredItems: 30 }],
  });
  expect(struck()[0]).toBeGreaterThan(0);
  await nothingIsLeft();
});

test("records a backup and a deletion once, though their events come twice", async () => {
  cloud.faults.add({ kind: "double", service: "events" });
  cloud.faults.add({ kind: "double", service: "dynamodbstreams" });
  await cloud.put("Item", beast("twice"));
  await cloud.remove("Item", { id: { S: "twice" } });
  await cloud.backUp("Item");

  const deletions = (await cloud.tables()).find((name) => name.includes("Deletions"))!;
  const rows = async (table: string, column: string, value: string) =>
    (await cloud.scan(table)).filter((row) => row[column]?.S === value);
  const recorded = async () => ({
    points: (await rows("ProtectedTable", "modelName", "Item")).length,
    deletions: (await rows(deletions, "tableName", cloud.table("Item"))).length,
  });
  await until(recorded, ({ points, deletions }) => points > 0 && deletions > 0);
  await until(
    async () => struck(),
    (hits) => hits.every((count) => count > 0),
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await recorded()).toEqual({ points: 1, deletions: 1 });
});

test("reads a part again when the function that reads it died once", async () => {
  cloud.faults.add({ kind: "kill-function", resource: "*-Scan*", count: 1 });

  expect(await verify()).toMatchObject({ status: "SUCCEEDED", verdict: "PASSED" });
  expect(struck()).toEqual([1]);
  await nothingIsLeft();
});

test.each([
  ["the function that reads always dies", { kind: "kill-function", resource: "*-Scan*" }],
  ["the function that reads never ends in time", { kind: "time-out-function", resource: "*-Scan*" }],
  ["the function that checks always dies", { kind: "kill-function", resource: "*-Check*" }],
  ["the restore fails", { kind: "fail-job", operation: "StartRestoreJob" }],
  ["the vault's key is disabled", { kind: "disable-key", operation: "Decrypt" }],
])("is inconclusive, and leaves nothing behind, when %s", async (_, fault) => {
  cloud.faults.add(fault);

  expect(await verify()).toMatchObject({ status: "FAILED", verdict: "INCONCLUSIVE" });
  expect(struck()[0]).toBeGreaterThan(0);
  await nothingIsLeft();
});

test("passes again once the faults are off", async () => {
  expect(await verify()).toMatchObject({ status: "SUCCEEDED", verdict: "PASSED" });
});
