import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readConnection, removeConnection, writeConnection } from "./connection.ts";
import { identityOf } from "./processIdentity.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-connection-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const connection = {
  ...identityOf(process.pid),
  endpoint: "http://127.0.0.1:4600",
  region: "us-east-1",
  accessKeyId: "key",
  secretAccessKey: "secret",
  stage: "local",
};

it("reads back what was written, which only its owner can read", async () => {
  await writeConnection(folder, connection);
  await writeConnection(folder, { ...connection, siteUrl: "http://localhost:4601" });

  expect(await readConnection(folder)).toEqual({ ...connection, siteUrl: "http://localhost:4601" });
  expect((await stat(join(folder, "connection.json"))).mode & 0o777).toBe(0o600);
});

it("says that nothing runs where there is no connection, or none any more", async () => {
  const nothing = { message: `Nothing is running on ${folder}.`, next: expect.stringContaining("npm start") };

  await expect(readConnection(folder)).rejects.toMatchObject(nothing);
  await writeConnection(folder, connection);
  await removeConnection(folder);
  await expect(readConnection(folder)).rejects.toMatchObject(nothing);
});

it("says that nothing runs when the process that wrote the connection is gone", async () => {
  await writeConnection(folder, { ...connection, startedAt: "another boot 1" });

  await expect(readConnection(folder)).rejects.toThrow("Nothing is running");
});

it("refuses a connection that can't be read", async () => {
  await writeFile(join(folder, "connection.json"), '{"pid":1}');

  await expect(readConnection(folder)).rejects.toThrow("can't be read as a connection");
});
