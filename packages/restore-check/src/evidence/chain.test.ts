import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkChain, entryName, type SealedEntry, seal } from "./chain.ts";

function chain(contents: object[]): { name: string; bytes: Buffer }[] {
  let previous: SealedEntry | undefined;
  return contents.map((content) => {
    previous = seal(content, previous);
    return { name: entryName(previous.sequence), bytes: previous.bytes };
  });
}

const contents = fc.array(fc.record({ verdict: fc.constantFrom("PASSED", "FAILED"), n: fc.nat() }), {
  minLength: 2,
  maxLength: 12,
});

test("finds nothing wrong with a chain that was only added to, and gives its head", async () => {
  await fc.assert(
    fc.asyncProperty(contents, async (all) => {
      const files = chain(all);
      const seen: unknown[] = [];
      const { entries, head, problems } = await checkChain(files, (entry) => seen.push(entry.n));
      expect(problems).toEqual([]);
      expect(entries).toBe(all.length);
      expect(seen).toEqual(all.map(({ n }) => n));
      expect(head).toEqual({
        sequence: all.length,
        hash: createHash("sha256").update(files.at(-1)!.bytes).digest("hex"),
      });
    }),
  );
});

test.each<
  [string, (files: { name: string; bytes: Buffer }[], at: number) => { name: string; bytes: Buffer }[]]
>([
  ["removed", (files, at) => files.toSpliced(at, 1)],
  [
    "altered by a byte",
    (files, at) =>
      files.map((file, index) =>
        index === at
          ? { ...file, bytes: Buffer.from(file.bytes.toString().replace(/"n": (\d+)/, '"n": 1$1')) }
          : file,
      ),
  ],
  [
    "made unreadable",
    (files, at) =>
      files.map((file, index) => (index === at ? { ...file, bytes: file.bytes.subarray(1) } : file)),
  ],
  [
    "put in another's place",
    (files, at) =>
      files.map((file, index) => (index === at ? { ...file, bytes: files[at + 1]!.bytes } : file)),
  ],
  [
    "written anew without what follows",
    (files, at) =>
      files.map((file, index) =>
        index === at
          ? { ...file, bytes: seal({ n: -1 }, { sequence: at, hash: "0".repeat(64) }).bytes }
          : file,
      ),
  ],
])("shows that an entry was %s", async (_, change) => {
  await fc.assert(
    fc.asyncProperty(contents, fc.nat(), async (all, place) => {
      // The last entry has none after it: what becomes of it shows by the head alone.
      const at = place % (all.length - 1);
      expect((await checkChain(change(chain(all), at))).problems.length).toBeGreaterThan(0);
    }),
  );
});

test("shows by another head that the last entries were cut off or written anew", async () => {
  const files = chain([{ n: 1 }, { n: 2 }, { n: 3 }]);
  const whole = await checkChain(files);
  expect((await checkChain(files.slice(0, 2))).head).not.toEqual(whole.head);
});

test("has nothing to say of an empty chain", async () => {
  expect(await checkChain([])).toEqual({ entries: 0, problems: [] });
});
