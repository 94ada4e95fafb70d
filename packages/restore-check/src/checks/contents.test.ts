import { expect, test, vi } from "vitest";
import type { CheckInput } from "../input.ts";
import { beast, input, rereading, stream, type Tables } from "../testing/input.ts";
import { contents } from "./contents.ts";

const [minotaur, cyclops, ogre] = [beast("minotaur"), beast("cyclops"), beast("ogre")];

function answer(tables: Tables, overrides: Partial<CheckInput> = {}) {
  return contents.run(input(tables, overrides));
}

test("passes a restore that equals the live table, in any order", async () => {
  const { outcome, counts, findings } = await answer({
    live: [minotaur, cyclops],
    restored: [cyclops, minotaur],
  });
  expect(outcome).toBe("PASSED");
  expect(counts).toMatchObject({ live: 2, restored: 2, equal: 2 });
  expect(findings).toEqual([
    { severity: "INFO", sentence: "2 live items and 2 restored: 2 items verified equal." },
  ]);
});

test.each([
  [
    "missing",
    { live: [minotaur, ogre], restored: [minotaur] },
    "missing from the restored table. The live item was created at 2026-03-01T04:00:00.000Z, before",
  ],
  [
    "altered",
    { live: [minotaur, ogre], restored: [minotaur, beast("ogre", { name: "Troll" })] },
    "differs from the live one. The live item was last written at 2026-03-01T04:00:00.000Z, before",
  ],
  [
    "extra",
    { live: [minotaur], restored: [minotaur, ogre] },
    "in the restored table only, and no deletion after the recovery point is recorded",
  ],
  [
    "missing although it was written later",
    { live: [minotaur, beast("ogre", { updated: 60 })], restored: [minotaur] },
    "missing",
  ],
  [
    "extra although it was deleted before the point",
    { live: [minotaur], restored: [minotaur, ogre], deleted: { ogre: -60 } },
    "in the restored table only",
  ],
  [
    "altered within an item that has no dates",
    {
      live: [minotaur, { id: { S: "ogre" } }],
      restored: [minotaur, { id: { S: "ogre" }, a: { NULL: true } }],
    },
    "carries no date",
  ],
])("fails when an item is %s, and names its key", async (_, tables, sentence) => {
  const { outcome, findings } = await answer(tables);
  expect(outcome).toBe("FAILED");
  expect(findings[0]).toEqual({
    severity: "ERROR",
    subject: "id=ogre",
    sentence: expect.stringContaining(sentence),
  });
});

test.each([
  [
    "created after the point",
    { live: [minotaur, beast("ogre", { created: 60 })], restored: [minotaur] },
    { laterWrites: 1 },
  ],
  [
    "created within the clock's slack",
    { live: [minotaur, beast("ogre", { created: -1 })], restored: [minotaur] },
    { laterWrites: 1 },
  ],
  [
    "updated after the point",
    { live: [minotaur, beast("ogre", { updated: 60, name: "Troll" })], restored: [minotaur, ogre] },
    { laterWrites: 1 },
  ],
  [
    "deleted after the point",
    { live: [minotaur], restored: [minotaur, ogre], deleted: { ogre: 60 } },
    { deletedSince: 1 },
  ],
  [
    "deleted and created anew",
    { live: [minotaur, beast("ogre", { created: 90 })], restored: [minotaur, ogre], deleted: { ogre: 60 } },
    { laterWrites: 1 },
  ],
])("explains an item that was %s", async (_, tables, counts) => {
  const result = await answer(tables);
  expect(result.outcome).toBe("PASSED");
  expect(result.counts).toMatchObject({ equal: 1, missing: 0, altered: 0, extra: 0, ...counts });
});

test("fails an empty restore", async () => {
  const { outcome, findings } = await answer({ live: [], restored: [] });
  expect(outcome).toBe("FAILED");
  expect(findings[0]!.sentence).toContain("The restored table is empty");
});

test("fails an empty restore even when every live item is newer", async () => {
  expect(await answer({ live: [beast("ogre", { created: 60 })], restored: [] })).toMatchObject({
    outcome: "FAILED",
  });
});

test("passes an empty restore when the policy says that it's fine", async () => {
  expect(
    await answer({ live: [beast("ogre", { created: 60 })], restored: [] }, { mayBeEmpty: true }),
  ).toMatchObject({ outcome: "PASSED" });
});

test("fails an empty restore of a live item that predates it, whatever the policy says", async () => {
  expect(await answer({ live: [ogre], restored: [] }, { mayBeEmpty: true })).toMatchObject({
    outcome: "FAILED",
  });
});

test("does not pass a restore of which no item could be verified", async () => {
  const tables = { live: [beast("ogre", { updated: 60, name: "Troll" })], restored: [ogre] };
  expect(await answer(tables)).toMatchObject({ outcome: "COULD_NOT_RUN" });
  expect(await answer(tables, { mayBeEmpty: true })).toMatchObject({ outcome: "PASSED" });
});

test("lists the first of many and counts the rest", async () => {
  const many = Array.from({ length: 7 }, (_, n) => beast(`beast-${n}`));
  const { findings } = await answer({ live: [minotaur, ...many], restored: [minotaur] }, { maxFindings: 3 });
  const errors = findings.filter(({ severity }) => severity === "ERROR");
  expect(errors.map(({ subject }) => subject)).toEqual(["id=beast-0", "id=beast-1", "id=beast-2", undefined]);
  expect(errors[3]!.sentence).toBe("And 4 more items are missing.");
});

test("stops when an item is unreadable, and names its key only", async () => {
  const broken = { id: { S: "ogre" }, secret: { N: "swordfish" } };
  const run = answer({ live: [minotaur, broken], restored: [minotaur] });
  await expect(run).rejects.toThrow(
    "Item id=ogre of the live table holds a number that DynamoDB could not hold.",
  );
  await expect(run).rejects.not.toThrow("swordfish");
});

test("stops when a scan returns an item twice", async () => {
  await expect(answer({ live: [ogre, minotaur, ogre], restored: [] })).rejects.toThrow(
    "returned id=ogre twice",
  );
});

test("stops reading one side when the other breaks", async () => {
  const stopped = Promise.withResolvers<void>();
  async function* endless() {
    try {
      for (let n = 0; ; n++) {
        await new Promise((resolve) => setImmediate(resolve));
        yield beast(`beast-${n}`);
      }
    } finally {
      stopped.resolve();
    }
  }
  async function* broken() {
    yield minotaur;
    throw new Error("throttled");
  }
  const run = answer({ live: [], restored: [] }, { live: endless(), restored: broken() });
  await expect(run).rejects.toThrow("throttled");
  await stopped.promise;
});

test("stops when the key isn't known", async () => {
  const { shape } = input();
  const keyless = { ...shape, live: { ...shape.live, key: [] } };
  await expect(answer({ live: [], restored: [] }, { shape: keyless })).rejects.toThrow("key is not known");
});

test("forgives what a consistent read shows to be equal", async () => {
  const secondLook = {
    reread: rereading({ live: [minotaur, ogre], restored: [minotaur, ogre] }),
    waits: [],
    sleep: async () => {},
  };
  expect(await answer({ live: [minotaur, ogre], restored: [minotaur] }, { secondLook })).toMatchObject({
    outcome: "PASSED",
  });
});

test("holds against the restore what a consistent read confirms", async () => {
  const secondLook = {
    reread: rereading({ live: [minotaur, ogre], restored: [minotaur] }),
    waits: [],
    sleep: async () => {},
  };
  expect(await answer({ live: [minotaur, ogre], restored: [minotaur] }, { secondLook })).toMatchObject({
    outcome: "FAILED",
    counts: { missing: 1 },
  });
});

test("waits for the deletion of a restored-only item to be recorded, no longer than needed", async () => {
  const { deletions: recorded } = input({ deleted: { ogre: 60 } });
  const sleep = vi.fn(async () => {});
  const deletions = () => (sleep.mock.calls.length < 2 ? Promise.resolve(new Map()) : recorded([]));
  const secondLook = {
    reread: rereading({ live: [minotaur], restored: [minotaur, ogre] }),
    waits: [1, 2, 4],
    sleep,
  };
  const result = await answer({ live: [minotaur], restored: [minotaur, ogre] }, { deletions, secondLook });
  expect(result).toMatchObject({ outcome: "PASSED", counts: { deletedSince: 1 } });
  expect(sleep.mock.calls).toEqual([[1], [2]]);
});

test("reads thousands of suspects again in batches, and stops when enough are confirmed", async () => {
  const lost = Array.from({ length: 3500 }, (_, n) => beast(`beast-${n}`));
  const reread = vi.fn(rereading({ live: [minotaur, ...lost.slice(1200)], restored: [minotaur] }));
  const secondLook = { reread, waits: [], sleep: async () => {} };
  const { counts } = await answer(
    { live: [minotaur], restored: [minotaur] },
    { live: stream([minotaur, ...lost]), secondLook },
  );
  expect(counts!.missing).toBe(2300);
  expect(reread.mock.calls.map(([side, keys]) => [side, keys.length])).toEqual([
    ["live", 1000],
    ["restored", 1000],
    ["live", 1000],
    ["restored", 1000],
    ["live", 1000],
    ["restored", 1000],
  ]);
});
