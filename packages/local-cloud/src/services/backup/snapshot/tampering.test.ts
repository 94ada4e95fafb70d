import { randomBytes } from "node:crypto";
import {
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ChunkWriter, createChunkWriter } from "./chunks.ts";
import { copySnapshot } from "./copy.ts";
import { SnapshotDamaged } from "./damage.ts";
import { chunkName, type PointIdentity } from "./manifest.ts";
import { openSnapshot } from "./read.ts";

const chunks = 6;
const table = { KeySchema: [{ AttributeName: "id", KeyType: "HASH" as const }] };
const linesOf = (chunk: number) =>
  Array.from({ length: chunk + 1 }, (_, number) => `{"id":{"S":"${chunk}-${number}"}}`);
const point: PointIdentity = {
  id: "one",
  resourceArn: "arn:aws:dynamodb:us-east-1:123456789012:table/Item",
  creationDate: "2026-11-25T05:00:00.000Z",
};
const keys = new Map<string, Buffer>();

let root: string;
let pristine: string;
/** A point of the same table, with the same items, made earlier. */
let older: string;

const writeLines = (writer: ChunkWriter, lines: string[]) =>
  writer.write(Buffer.from(lines.join("\n")), lines.length);

async function write(name: string, identity: PointIdentity): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  const ciphertext = randomBytes(40);
  const dataKey = { plaintext: randomBytes(32), ciphertext };
  keys.set(ciphertext.toString("hex"), dataKey.plaintext);
  const writer = createChunkWriter({ folder, point: identity, dataKey });
  for (let chunk = 1; chunk <= chunks; chunk++) await writeLines(writer, linesOf(chunk));
  await writer.finish(table);
  return folder;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "snapshot-"));
  older = await write("older", { ...point, id: "older", creationDate: "2026-11-24T05:00:00.000Z" });
  pristine = await write("pristine", point);
});
afterAll(() => rm(root, { recursive: true }));

function unwrap(ciphertext: Buffer): Buffer {
  const key = keys.get(ciphertext.toString("hex"));
  if (!key) throw new Error("The ciphertext is invalid");
  return key;
}

async function readAll(folder: string, identity = point): Promise<string[]> {
  const lines: string[] = [];
  const { chunks: all } = await openSnapshot(folder, identity, unwrap);
  for await (const chunk of all()) lines.push(...chunk.toString().split("\n"));
  return lines;
}
const everything = Array.from({ length: chunks }, (_, index) => linesOf(index + 1)).flat();

interface Damage {
  /** What the message has to name. */
  names: RegExp;
  to: (folder: string) => Promise<unknown>;
}

const number = fc.integer({ min: 1, max: chunks });
const two = fc.tuple(number, number).filter(([a, b]) => a !== b);
const file = fc.oneof(number.map(chunkName), fc.constant("manifest.json"));
const share = fc.double({ min: 0, max: 0.999_999, noNaN: true });
const nameOf = (name: string) =>
  name.endsWith("n") ? /manifest/ : new RegExp(`^chunk ${Number.parseInt(name, 10)} of`);

const damage = fc.oneof<fc.Arbitrary<Damage>[]>(
  fc.tuple(file, share, fc.integer({ min: 0, max: 7 })).map(([name, at, bit]) => ({
    names: nameOf(name),
    async to(folder) {
      const bytes = await readFile(join(folder, name));
      bytes[Math.floor(at * bytes.length)]! ^= 1 << bit;
      await writeFile(join(folder, name), bytes);
    },
  })),
  fc.tuple(file, share).map(([name, part]) => ({
    names: nameOf(name),
    async to(folder) {
      await truncate(join(folder, name), Math.floor(part * (await readFile(join(folder, name))).length));
    },
  })),
  fc.tuple(file, fc.uint8Array({ minLength: 1, maxLength: 40 })).map(([name, more]) => ({
    names: nameOf(name),
    to: (folder) => writeFile(join(folder, name), more, { flag: "a" }),
  })),
  file.map((name) => ({ names: nameOf(name), to: (folder) => rm(join(folder, name)) })),
  two.map(([a, b]) => ({
    names: new RegExp(`^chunk ${Math.min(a, b)} of`),
    async to(folder) {
      await rename(join(folder, chunkName(a)), join(folder, "aside"));
      await rename(join(folder, chunkName(b)), join(folder, chunkName(a)));
      await rename(join(folder, "aside"), join(folder, chunkName(b)));
    },
  })),
  two.map(([a, b]) => ({
    names: new RegExp(`^chunk ${b} of`),
    to: (folder) => copyFile(join(folder, chunkName(a)), join(folder, chunkName(b))),
  })),
  fc.tuple(number, fc.integer({ min: chunks + 1, max: 99_999_999 })).map(([a, b]) => ({
    names: new RegExp(`^${chunkName(b)} doesn't belong`),
    to: (folder) => copyFile(join(folder, chunkName(a)), join(folder, chunkName(b))),
  })),
  fc.tuple(number, number).map(([a, b]) => ({
    names: new RegExp(`^chunk ${b} of`),
    to: (folder) => copyFile(join(older, chunkName(a)), join(folder, chunkName(b))),
  })),
  fc.constant<Damage>({
    names: /^the manifest is whole, but was not written in this place/,
    to: (folder) => copyFile(join(older, "manifest.json"), join(folder, "manifest.json")),
  }),
  fc.constantFrom("dataKey", "manifest").map((member) => ({
    names: /^the manifest/,
    async to(folder) {
      const [mine, other] = await Promise.all(
        [folder, older].map(async (one) => JSON.parse(await readFile(join(one, "manifest.json"), "utf8"))),
      );
      await writeFile(join(folder, "manifest.json"), JSON.stringify({ ...mine, [member]: other[member] }));
    },
  })),
);

it("never gives all items of a point that was damaged, and names the part", async () => {
  const folder = join(root, "damaged");
  await fc.assert(
    fc.asyncProperty(damage, async ({ names, to }) => {
      await rm(folder, { recursive: true, force: true });
      await cp(pristine, folder, { recursive: true });
      await to(folder);
      const error = await readAll(folder).catch((reason) => reason);
      expect(error).toBeInstanceOf(SnapshotDamaged);
      expect(error.message).toMatch(names);
    }),
    { numRuns: 200 },
  );
}, 60_000);

it("gives back whatever lines were written, in chunks of any size", async () => {
  const line = fc
    .dictionary(fc.string(), fc.record({ S: fc.string({ unit: "binary" }) }))
    .map((item) => JSON.stringify(item));
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(line, { minLength: 1 }), { maxLength: 8 }), async (written) => {
      const folder = join(root, `any-${++run}`);
      await mkdir(folder);
      const dataKey = { plaintext: randomBytes(32), ciphertext: randomBytes(40) };
      keys.set(dataKey.ciphertext.toString("hex"), dataKey.plaintext);
      const writer = createChunkWriter({ folder, point, dataKey });
      for (const lines of written) await writeLines(writer, lines);
      const manifest = await writer.finish(table);
      expect(await readAll(folder)).toEqual(written.flat());
      expect(manifest).toMatchObject({ items: written.flat().length, chunks: written.length });
    }),
    { numRuns: 20 },
  );
}, 60_000);

it("copies a point under another id and data key, and only a whole one", async () => {
  const copy = { ...point, id: "copy" };
  const dataKey = { plaintext: randomBytes(32), ciphertext: randomBytes(40) };
  keys.set(dataKey.ciphertext.toString("hex"), dataKey.plaintext);
  const folder = join(root, "copy");
  await mkdir(folder);
  const to = { folder, point: copy, dataKey, signal: new AbortController().signal };
  await copySnapshot(await openSnapshot(pristine, point, unwrap), to);
  expect(await readAll(folder, copy)).toEqual(everything);
  await expect(readAll(folder)).rejects.toThrow("the manifest is whole, but was not written in this place");

  await truncate(join(folder, chunkName(2)), 50);
  const again = join(root, "again");
  await mkdir(again);
  await expect(
    copySnapshot(await openSnapshot(folder, copy, unwrap), {
      ...to,
      folder: again,
      point: { ...point, id: "again" },
    }),
  ).rejects.toThrow("chunk 2 of 6 was changed or cut");
  expect(await readdir(again)).not.toContain("manifest.json");
});

it("keeps the manifest at one size, however many chunks there are", async () => {
  const sizes = await Promise.all(
    [10, 200].map(async (count) => {
      const folder = join(root, `size-${count}`);
      await mkdir(folder);
      const writer = createChunkWriter({
        folder,
        point,
        dataKey: { plaintext: randomBytes(32), ciphertext: randomBytes(40) },
      });
      await Promise.all(
        Array.from({ length: count }, (_, chunk) => writeLines(writer, [`{"id":{"N":"${chunk}"}}`])),
      );
      await writer.finish(table);
      return (await readFile(join(folder, "manifest.json"))).length;
    }),
  );
  expect(Math.abs(sizes[1]! - sizes[0]!)).toBeLessThan(20);
});
