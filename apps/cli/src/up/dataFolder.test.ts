import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { identityOf } from "../processIdentity.ts";
import { claimDataFolder, hasTablesIn, openDataFolder } from "./dataFolder.ts";

const self = identityOf(process.pid);
async function open(path: string, { fresh = false, dynamodb }: { fresh?: boolean; dynamodb?: string } = {}) {
  const release = await claimDataFolder(path, self);
  try {
    return { ...(await openDataFolder(path, { fresh, dynamodb })), release };
  } catch (error) {
    await release();
    throw error;
  }
}

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "holdfast-data-"));
});
afterEach(() => rm(base, { recursive: true, force: true }));

it("makes the folder, for its owner only", async () => {
  const folder = await open(join(base, "a/b"));

  expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
  expect(folder.isSeeded).toBe(false);
  await folder.release();
});

it("remembers that it was seeded", async () => {
  const first = await open(join(base, "data"));
  await first.markSeeded(new Date(0));
  await first.release();

  const second = await open(join(base, "data"));
  expect(second.isSeeded).toBe(true);
  await second.release();
});

it("refuses a second instance and names the first, and opens again after its release", async () => {
  const first = await open(base);

  await expect(open(base)).rejects.toThrow(`already runs on this data folder (process ${process.pid}`);
  await first.release();
  await (await open(base)).release();
});

it("takes over the lock of a process that is gone", async () => {
  await (await open(base)).release();
  const gone = { ...self, startedAt: "another boot 1" };
  await writeFile(join(base, "lock"), JSON.stringify(gone));

  const folder = await open(base);
  expect(JSON.parse(await readFile(join(base, "lock"), "utf8"))).toEqual(self);
  await folder.release();
});

it("takes over a lock that can't be read", async () => {
  await (await open(base)).release();
  await writeFile(join(base, "lock"), "");

  await (await open(base)).release();
});

it("lets only one of many that start at once have the folder", async () => {
  await (await open(base)).release();
  await writeFile(join(base, "lock"), JSON.stringify({ ...self, startedAt: "another boot 1" }));

  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => open(base)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

it("deletes what the folder holds with fresh, and not what is beside it", async () => {
  const first = await open(join(base, "data"));
  await first.markSeeded(new Date(0));
  await mkdir(first.cloud);
  await writeFile(join(first.cloud, "state"), "x");
  await writeFile(join(base, "beside"), "x");
  await first.release();

  const second = await open(join(base, "data"), { fresh: true });
  expect(second.isSeeded).toBe(false);
  expect((await readdir(second.path)).sort()).toEqual([".holdfast-data", "lock"]);
  expect(await readdir(base)).toContain("beside");
  await second.release();
});

it.each([false, true])("leaves a folder of other files untouched (fresh: %s)", async (fresh) => {
  await writeFile(join(base, "thesis.doc"), "years of work");

  await expect(open(base, { fresh })).rejects.toThrow("holds files that aren't Holdfast's");
  expect(await readdir(base)).toEqual(["thesis.doc"]);
});

it("doesn't delete anything with fresh while another instance runs", async () => {
  const first = await open(base);
  await mkdir(first.cloud);

  await expect(open(base, { fresh: true })).rejects.toThrow("already runs");
  expect(await readdir(base)).toContain("cloud");
});

it("refuses a file in the folder's place", async () => {
  await writeFile(join(base, "file"), "");

  await expect(open(join(base, "file"))).rejects.toThrow("is a file");
  await expect(open(join(base, "file/data"))).rejects.toThrow("can't be used");
});

it("refuses a damaged marker, and names --fresh, which mends it", async () => {
  const first = await open(base);
  await mkdir(first.cloud);
  await first.release();
  await writeFile(join(base, ".holdfast-data"), '{"version":');

  await expect(open(base)).rejects.toMatchObject({ next: expect.stringContaining("--fresh") });
  await (await open(base, { fresh: true })).release();
  await (await open(base)).release();
});

it("refuses another DynamoDB than the one that holds the folder's tables", async () => {
  const dynamodb = "http://127.0.0.1:8000";
  const first = await open(base, { dynamodb });
  await mkdir(first.cloud);
  await first.release();

  await expect(open(base)).rejects.toThrow("are in the DynamoDB at http://127.0.0.1:8000");
  await (await open(base, { dynamodb })).release();
});

it("knows which DynamoDB holds its tables", async () => {
  const dynamodb = "http://127.0.0.1:8000";
  await (await open(base, { dynamodb })).release();

  expect(await hasTablesIn(base, dynamodb)).toBe(true);
  expect(await hasTablesIn(base, "http://127.0.0.1:9000")).toBe(false);
  await writeFile(join(base, ".holdfast-data"), "");
  expect(await hasTablesIn(base, dynamodb)).toBe(false);
});
