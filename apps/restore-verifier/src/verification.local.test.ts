import { randomBytes } from "node:crypto";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keyDigest } from "@holdfast/restore-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { localCloud, until } from "./testing/localCloud.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

let cloud: Awaited<ReturnType<typeof localCloud>>;
beforeAll(async () => {
  cloud = await localCloud();
  for (const id of ["minotaur", "cyclops", "ogre"]) await cloud.put("Category", beast(id));
});
afterAll(() => cloud?.stop());

/** An item as written long before any recovery point. */
function beast(id: string, name = "A beast") {
  const written = { S: "2026-01-01T00:00:00.000Z" };
  return { id: { S: id }, name: { S: name }, createdAt: written, updatedAt: written };
}

const verify = async () => cloud.end(await cloud.start({ tables: ["Category"] }));

/** Keys that the summary's errors name. */
function accused({ results }: Awaited<ReturnType<typeof verify>>): string[] {
  const findings: { check: string; severity: string; subject?: string }[] = results[0].findings;
  return findings
    .flatMap(({ severity, subject }) => (severity === "ERROR" && subject ? [subject] : []))
    .sort();
}

test("passes a sound recovery point, records it, and leaves no table behind", async () => {
  await cloud.backUp("Category");
  const run = await verify();
  expect(run).toMatchObject({ status: "SUCCEEDED", verdict: "PASSED", kept: [] });
  expect(run.results[0]).toMatchObject({ model: "Category", liveItems: 3, restoredItems: 3, differences: 0 });
  const [row] = (await cloud.scan("Verification")).filter(({ runId }) => runId?.S === run.runId);
  expect(row).toMatchObject({
    verdict: { S: "PASSED" },
    modelName: { S: "Category" },
    liveItems: { N: "3" },
  });
  expect(await cloud.restored()).toEqual([]);
});

test("knows a table's newest recovery point by AWS Backup's events", async () => {
  const known = async () =>
    (await cloud.scan("ProtectedTable")).find(({ modelName }) => modelName?.S === "Category");
  expect(await until(known, (row) => row !== undefined)).toMatchObject({
    id: { S: expect.stringMatching(/^Category-/) },
    recoveryPointArn: { S: expect.stringContaining(":recovery-point:") },
    recoveryPointCreatedAt: { S: expect.stringMatching(/^\d{4}-.+Z$/) },
  });
  const first = (await known())!.recoveryPointArn!.S;
  await cloud.backUp("Category");
  expect(await until(known, (row) => row?.recoveryPointArn?.S !== first)).toBeDefined();
});

test("explains what was written and deleted since by the dates and the recorded deletions", async () => {
  const later = { S: new Date(Date.now() + 60_000).toISOString() };
  await cloud.put("Category", { ...beast("unicorn"), createdAt: later, updatedAt: later });
  await cloud.remove("Category", { id: { S: "ogre" } });
  expect(await verify()).toMatchObject({ status: "SUCCEEDED", verdict: "PASSED" });
  await cloud.remove("Category", { id: { S: "unicorn" } });
});

test("fails a recovery point in which items are missing, altered and too many, and names them", async () => {
  await cloud.put("Category", beast("cyclops", "Two eyes"));
  await cloud.put("Category", beast("intruder"));
  await cloud.backUp("Category");
  await cloud.put("Category", beast("cyclops"));
  await cloud.put("Category", beast("lost"));
  await cloud.remove("Category", { id: { S: "intruder" } });
  await forgetDeletion("intruder");
  const run = await verify();
  expect(run).toMatchObject({ status: "FAILED", verdict: "FAILED", results: [{ differences: 3 }] });
  expect(accused(run)).toEqual(["id=cyclops", "id=intruder", "id=lost"]);
  expect(JSON.stringify(run)).not.toContain("Two eyes");
  expect(await cloud.restored()).toEqual([]);
});

test("never passes a recovery point that is empty, and fails it when a live item should be in it", async () => {
  const verifyItems = async () => cloud.end(await cloud.start({ tables: ["Item"] }));
  const results = [{ restoredItems: 0 }];
  await cloud.backUp("Item");
  expect(await verifyItems()).toMatchObject({ status: "FAILED", verdict: "INCONCLUSIVE", results });
  await cloud.put("Item", beast("lost"));
  const run = await verifyItems();
  expect(run).toMatchObject({ status: "FAILED", verdict: "FAILED", results });
  expect(accused(run)).toEqual(["id=lost"]);
});

test("does not pass a recovery point that is unreadable", async () => {
  await cloud.backUp("Category");
  await damageSnapshots();
  expect(await verify()).toMatchObject({ status: "FAILED", verdict: "INCONCLUSIVE" });
  expect(await cloud.restored()).toEqual([]);
});

test("deletes, on the next run, the table that a killed run left behind", async () => {
  await cloud.backUp("Category");
  const killed = await cloud.start({ tables: ["Category"] });
  const left = await until(cloud.restored, (tables) => tables.length > 0);
  await until(
    () => cloud.status(left[0]!),
    (status) => status === "ACTIVE",
  );
  await cloud.kill(killed);
  expect(await cloud.end(killed)).toMatchObject({ status: "ABORTED" });
  expect(await cloud.restored()).toEqual(left);
  expect(await verify()).toMatchObject({ verdict: "PASSED", swept: left });
  expect(await cloud.restored()).toEqual([]);
});

test("runs twice at once, and each run leaves the other's table alone", async () => {
  const runs = await Promise.all([verify(), verify()]);
  expect(runs.map(({ verdict, swept, kept }) => ({ verdict, swept, kept }))).toEqual(
    Array(2).fill({ verdict: "PASSED", swept: [], kept: [] }),
  );
  expect(await cloud.restored()).toEqual([]);
});

/** Waits for the record of a deletion and removes it, as if the item had never been in the live table. */
async function forgetDeletion(id: string): Promise<void> {
  const name = (await cloud.tables()).find((one) => one.includes("Deletions"))!;
  const digest = keyDigest({ id: { S: id } });
  const record = async () => (await cloud.scan(name)).find(({ itemKey }) => itemKey?.S === digest);
  const { tableName, itemKey } = (await until(record, (row) => row !== undefined))!;
  await cloud.remove(name, { tableName: tableName!, itemKey: itemKey! });
}

/** Overwrites the items that the vault keeps. */
async function damageSnapshots(): Promise<void> {
  const vaults = join(cloud.dataDir, "backup/vaults");
  const files = await readdir(vaults, { recursive: true, withFileTypes: true });
  for (const file of files.filter((one) => one.isFile() && !one.name.endsWith(".json"))) {
    const path = join(file.parentPath, file.name);
    await writeFile(path, randomBytes((await stat(path)).size));
  }
}
