import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import type { Content } from "./contents.ts";
import { openStore, type Store } from "./store.ts";
import type { Version } from "./versions.ts";

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-s3-"));
  store = await openStore(folder);
});
afterEach(async () => {
  await store.stop();
  await rm(folder, { recursive: true });
});

const version = (content: Content): Version => ({
  id: "null",
  lastModified: "2026-01-01T00:00:00.000Z",
  etag: "",
  size: content.size,
  contents: [content],
  headers: {},
});

const write = async (...chunks: string[]) =>
  (
    await store.write(undefined, async (append) => {
      for (const chunk of chunks) await append(Buffer.from(chunk));
    })
  ).content;

const place = (key: string, content: Content) =>
  store.change("bucket", key, () => ({
    entry: { versions: [version(content)], uploads: [] },
    result: undefined,
  }));

async function read(contents: Content[]): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of store.contents.read(contents, undefined)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function files(): Promise<string[]> {
  const found = await readdir(join(folder, "contents"), { recursive: true, withFileTypes: true });
  return found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

async function reopen(): Promise<void> {
  await store.stop();
  store = await openStore(folder);
}

test("removes at the next start what was written and got no place", async () => {
  await place("kept", await write("kept"));
  await write("lost in a crash");
  await reopen();

  expect(await files()).toHaveLength(1);
  expect(await read((await store.at("bucket", "kept")).versions[0]!.contents)).toBe("kept");
});

test("lets a reader finish what is replaced meanwhile", async () => {
  const [one, two] = [await write("one "), await write("two")];
  await store.change("bucket", "key", () => ({
    entry: { versions: [{ ...version(one), contents: [one, two] }], uploads: [] },
    result: undefined,
  }));
  const reading = store.contents.read([one, two], undefined);
  const { value: first } = await reading.next();
  await place("key", await write("new"));
  const { value: second } = await reading.next();
  await reading.next();
  await reopen();

  expect(`${first}${second}`).toBe("one two");
  expect(await files()).toHaveLength(1);
});

test.each([
  ["altered", (bytes: Buffer) => bytes.fill(0, 3, 4)],
  ["cut", (bytes: Buffer) => bytes.subarray(0, 5)],
])("breaks off rather than give a file that was %s as an object", async (_, damage) => {
  const content = await write("something written");
  const [path] = await files();
  await writeFile(path!, damage(await readFile(path!)));

  await expect(read([content])).rejects.toThrow("isn't what was uploaded");
});

test("changes one key in order, whatever comes at once", async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      store.change("bucket", "counted", ({ versions, uploads }) => ({
        entry: {
          versions: [
            { ...version({ id: "", size: 0, crc32: "" }), id: String(index), contents: [] },
            ...versions,
          ],
          uploads,
        },
        result: undefined,
      })),
    ),
  );

  const { versions } = await store.at("bucket", "counted");
  expect(versions.map(({ id }) => Number(id))).toEqual(Array.from({ length: 20 }, (_, index) => 19 - index));
});

test("says which folder can't be opened twice", async () => {
  await expect(openStore(folder)).rejects.toThrow(folder);
});

test("has all that was said to be stored after a kill -9, and nothing else", async () => {
  await store.stop();
  const writer = `
    import { openStore } from ${JSON.stringify(import.meta.resolve("./store.ts"))};
    const store = await openStore(process.argv[1]);
    for (let index = 0; ; index++) {
      const key = "key" + (index % 7);
      const { content } = await store.write(undefined, (append) => append(Buffer.alloc(100_000, index)));
      const version = { id: "null", lastModified: "", etag: String(index), size: content.size, contents: [content], headers: {} };
      await store.change("bucket", key, () => ({ entry: { versions: [version], uploads: [] }, result: undefined }));
      console.log(String(index));
    }`;
  const child = spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", writer, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stored = -1;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  onTestFinished(() => void child.kill("SIGKILL"));
  for await (const line of createInterface(child.stdout)) {
    stored = Number(line);
    if (stored >= 20) child.kill("SIGKILL");
  }
  await exited;
  store = await openStore(folder);

  const kept = await Promise.all(
    Array.from({ length: 7 }, async (_, index) => (await store.at("bucket", `key${index}`)).versions[0]!),
  );
  for (const { etag, contents } of kept)
    expect(await read(contents)).toBe(Buffer.alloc(100_000, Number(etag)).toString());
  expect(Math.max(...kept.map(({ etag }) => Number(etag)))).toBeGreaterThanOrEqual(stored);
  expect(await files()).toHaveLength(7);
});
