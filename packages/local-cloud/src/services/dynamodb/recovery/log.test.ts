import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type BeforeImage, createRecoveryLog, type RecoveryLog } from "./log.ts";

const day = 86_400_000;
const start = Date.parse("2026-11-25T00:00:00Z");
let folder: string;
let log: RecoveryLog;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-test-"));
  log = createRecoveryLog(folder);
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const image = (at: number, size = 0): BeforeImage => ({
  at,
  key: { id: { S: `item-${at}` } },
  before: { id: { S: `item-${at}` }, text: { S: "ü\n".repeat(size) } },
});
const newest = (after: number, of = log) => Array.fromAsync(of.newestFirst(after));

it("gives what was written after an instant, the last one first", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ step: fc.nat({ max: day / 2 }), size: fc.nat({ max: 2000 }) }), { maxLength: 40 }),
      fc.nat({ max: 10 * day }),
      async (steps, after) => {
        const own = await mkdtemp(join(folder, "run-"));
        const written = createRecoveryLog(own);
        const images: BeforeImage[] = [];
        for (const { step, size } of steps) images.push(image((images.at(-1)?.at ?? start) + step, size));
        for (const one of images) await written.append([one]);
        expect(await newest(start + after, written)).toEqual(
          images.filter((one) => one.at > start + after).reverse(),
        );
        await written.close();
      },
    ),
    { numRuns: 30 },
  );
}, 60_000);

it("reads lines that are longer than what is read at a time", async () => {
  const images = [image(start + 1), image(start + 2, 900_000), image(start + 3)];
  await log.append(images);
  expect(await newest(start)).toEqual(images.reverse());
});

it("leaves out a line that a crash cut short, and goes on after it", async () => {
  await log.append([image(start + 1)]);
  await log.close();
  await appendFile(join(folder, "2026-11-25.log"), '0a1b2c3d {"at":17');
  expect((await newest(start)).map(({ at }) => at - start)).toEqual([1]);
  await log.append([image(start + 2)]);
  expect((await newest(start)).map(({ at }) => at - start)).toEqual([2, 1]);
});

it("names the file of a line that was changed", async () => {
  await log.append([image(start + 1), image(start + 2)]);
  const path = join(folder, "2026-11-25.log");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace("item-", "atem-"));
  await expect(newest(start)).rejects.toThrow(`is damaged: ${path}`);
});

it("forgets days that are over", async () => {
  for (const days of [0, 1, 2]) await log.append([image(start + days * day + 1)]);
  await log.prune(start + 2 * day);
  expect(await readdir(folder)).toEqual(["2026-11-26.log", "2026-11-27.log"]);
  expect(await newest(0)).toHaveLength(2);
});
