import { expect, test, vi } from "vitest";
import { needsJoin } from "../sketch/reconcile.ts";
import { at, beast, input, reconciled, rereading, type Tables } from "../testing/input.ts";
import { contents } from "./contents.ts";

const [minotaur, cyclops, ogre] = [beast("minotaur"), beast("cyclops"), beast("ogre")];

function answer(tables: Tables, overrides: Parameters<typeof input>[1] = {}) {
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
    "created within the backup's span",
    { live: [minotaur, beast("ogre", { created: -1 })], restored: [minotaur] },
    { nearMissing: 1 },
  ],
  [
    "updated within the backup's span",
    { live: [minotaur, beast("ogre", { updated: 1, name: "Troll" })], restored: [minotaur, ogre] },
    { nearPoint: 1 },
  ],
  [
    "deleted within the backup's span",
    { live: [minotaur], restored: [minotaur, ogre], deleted: { ogre: 1 } },
    { nearPoint: 1 },
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

test("says how many were written too close to the backup to be verified, and when that was", async () => {
  const near = [beast("ogre", { created: -1 }), beast("cyclops", { updated: 1, name: "Troll" })];
  const { findings } = await answer({ live: [minotaur, ...near], restored: [minotaur, cyclops] });
  expect(findings.at(-1)!.sentence).toBe(
    "3 live items and 2 restored: 1 item verified equal, 2 not verified because written or deleted between 2026-03-01T04:59:58.000Z and 2026-03-01T05:00:02.000Z, any instant of which the backup may be of.",
  );
});

test("bounds what is not verified for being so close, what did not come back included", async () => {
  const near = ["a", "b", "c"].map((id) => beast(id, { created: -1 }));
  const tables = { live: [minotaur, ...near], restored: [minotaur] };
  expect(await answer(tables, { mostUnverified: 0.75 })).toMatchObject({ outcome: "PASSED" });
  expect(await answer(tables, { mostUnverified: 0.5 })).toMatchObject({ outcome: "COULD_NOT_RUN" });
});

test("proves nothing by an empty restore of items that are all too close to the backup, and says so", async () => {
  const { outcome, findings } = await answer({ live: [beast("ogre", { created: -1 })], restored: [] });
  expect(outcome).toBe("COULD_NOT_RUN");
  expect(findings[0]!.sentence).toContain("too close to the backup");
});

test.each([-1, 1, 60])(
  "fails what differs under the same date of its last write, %d s from the point",
  async (updated) => {
    const tables = {
      live: [minotaur, beast("ogre", { updated })],
      restored: [minotaur, beast("ogre", { updated, name: "Troll" })],
    };
    expect(await answer(tables)).toMatchObject({ outcome: "FAILED", counts: { altered: 1 } });
  },
);

test("fails an empty restore when a live item predates the point, and says that it is empty", async () => {
  const tables = { live: [ogre, beast("cyclops", { created: 60 })], restored: [] };
  for (const mayBeEmpty of [false, true]) {
    const { outcome, findings } = await answer(tables, { mayBeEmpty });
    expect(outcome).toBe("FAILED");
    expect(findings.map(({ subject, sentence }) => subject ?? sentence)).toEqual([
      "The restored table is empty, although live items should be in it.",
      "id=ogre",
      expect.stringContaining("1 missing"),
    ]);
  }
});

test.each([
  ["nothing is live", []],
  ["every live item is newer", [beast("ogre", { created: 60 })]],
])("proves nothing by an empty restore when %s, unless it may be empty", async (_, live) => {
  const tables = { live, restored: [] };
  const { outcome, findings } = await answer(tables);
  expect(outcome).toBe("COULD_NOT_RUN");
  expect(findings[0]).toEqual({
    severity: "ERROR",
    sentence: "Nothing to prove yet: the table was empty when it was backed up.",
  });
  expect(await answer(tables, { mayBeEmpty: true })).toMatchObject({ outcome: "PASSED" });
});

test("does not pass a restore of which no item could be verified", async () => {
  const tables = { live: [beast("ogre", { updated: 60, name: "Troll" })], restored: [ogre] };
  expect(await answer(tables)).toMatchObject({ outcome: "COULD_NOT_RUN" });
  expect(await answer(tables, { mayBeEmpty: true })).toMatchObject({ outcome: "COULD_NOT_RUN" });
});

test("passes earlier versions of items that may all be written again, and says so", async () => {
  const tables = { live: [beast("ogre", { updated: 60, name: "Troll" })], restored: [ogre] };
  const { outcome, findings } = await answer(tables, { mayBeRewritten: true });
  expect(outcome).toBe("PASSED");
  expect(findings[0]!.sentence).toContain("contents not compared");
});

test.each([
  ["is another's", [beast("ogre", { created: -60 })]],
  ["was written after the point", [beast("ogre", { created: -3600, updated: 30 })]],
  ["was written before it was created", [beast("ogre", { created: -3600, updated: -7200 })]],
  ["carries no dates", [{ id: { S: "ogre" } }]],
  ["was deleted since, and nothing else is there", [minotaur]],
])("does not pass what may be written again when it %s", async (_, restored) => {
  const live = [
    beast("ogre", { created: restored[0] === minotaur ? 60 : -3600, updated: 60, name: "Troll" }),
  ];
  const tables = { live, restored, deleted: { minotaur: 60 } };
  expect(await answer(tables, { mayBeRewritten: true })).toMatchObject({ outcome: "COULD_NOT_RUN" });
});

test("fails the loss of an item that may be written again", async () => {
  const live = [minotaur, ogre].map((item) => ({ ...item, updatedAt: { S: at(60) } }));
  expect(await answer({ live, restored: [ogre] }, { mayBeRewritten: true })).toMatchObject({
    outcome: "FAILED",
    counts: { missing: 1 },
  });
});

test("lists the first of many and counts the rest", async () => {
  const many = Array.from({ length: 7 }, (_, n) => beast(`beast-${n}`));
  const { findings } = await answer({ live: [minotaur, ...many], restored: [minotaur] }, { maxFindings: 3 });
  const errors = findings.filter(({ severity }) => severity === "ERROR");
  expect(errors.map(({ subject }) => subject)).toEqual(["id=beast-0", "id=beast-1", "id=beast-2", undefined]);
  expect(errors[3]!.sentence).toBe("And 4 more items are missing.");
});

test("can't tell damage from a later write where the live item carries no date, and names its key", async () => {
  const undated = (name: string) => ({ id: { S: "ogre" }, name: { S: name } });
  for (const restored of [[minotaur, undated("Troll")], [minotaur]]) {
    const { outcome, counts, findings } = await answer({ live: [minotaur, undated("Ogre")], restored });
    expect(outcome).toBe("COULD_NOT_RUN");
    expect(counts).toMatchObject({ equal: 1, undated: 1, altered: 0, missing: 0 });
    expect(findings[0]).toMatchObject({ severity: "ERROR", subject: "id=ogre" });
    expect(findings[0]!.sentence).toContain("carries no date");
  }
});

test("forgives what a consistent read shows to be equal", async () => {
  const tables = { live: [minotaur, ogre], restored: [minotaur], later: { restored: [minotaur, ogre] } };
  expect(await answer(tables)).toMatchObject({ outcome: "PASSED" });
});

test("holds against the restore what a consistent read confirms", async () => {
  expect(await answer({ live: [minotaur, ogre], restored: [minotaur] })).toMatchObject({
    outcome: "FAILED",
    counts: { missing: 1 },
  });
});

test("waits for the deletion of a restored-only item to be recorded, no longer than needed", async () => {
  const { deletions: recorded } = input({ deleted: { ogre: 60 } });
  const sleep = vi.fn(async () => {});
  const deletions = () => (sleep.mock.calls.length < 2 ? Promise.resolve(new Map()) : recorded([]));
  const result = await answer(
    { live: [minotaur], restored: [minotaur, ogre] },
    { deletions, secondLook: { waits: [1, 2, 4], sleep } },
  );
  expect(result).toMatchObject({ outcome: "PASSED", counts: { deletedSince: 1 } });
  expect(sleep.mock.calls).toEqual([[1], [2]]);
});

test("reads suspects again in batches", async () => {
  const lost = Array.from({ length: 1500 }, (_, n) => beast(`beast-${n}`));
  const live = [minotaur, ...lost];
  const reread = vi.fn(rereading({ live, restored: [minotaur] }));
  const reconciliation = reconciled(live, [minotaur]);
  const { counts } = await answer({ live, restored: [minotaur] }, { reconciliation, secondLook: { reread } });
  expect(counts!.missing).toBe(1500);
  expect(reread.mock.calls.map(([, keys]) => keys.length)).toEqual([1000, 1000, 500, 500]);
});

test("doesn't pass, and asks for a join, when keys that differ are too long for a summary", async () => {
  const tables = { live: [minotaur, beast("x".repeat(200))], restored: [minotaur] };
  expect(needsJoin(reconciled(tables.live, tables.restored))).toBe(true);
  const { outcome, findings } = await answer(tables);
  expect(outcome).toBe("COULD_NOT_RUN");
  expect(findings[0]!.sentence).toContain("1 of the items that differ have keys too long");
});

test.each([
  ["fails", "what nothing explains", -3600, "FAILED"],
  ["does not pass", "what was written since", 60, "COULD_NOT_RUN"],
])("%s when too many differ to name each, by examples of %s", async (_, __, created, expected) => {
  const many = Array.from({ length: 20_000 }, (_, n) => beast(`beast-${n}`, { created }));
  const { outcome, counts, findings } = await answer({ live: [minotaur, ...many], restored: [minotaur] });
  expect(outcome).toBe(expected);
  expect(counts).toBeUndefined();
  expect(findings[0]!.sentence).toMatch(
    /^About \d+ of 20001 items differ \(give or take \d+\), too many to name each/,
  );
});

test("does not pass when the summaries can't be decoded, and says why", async () => {
  const reconciliation = { kind: "undecodable", reason: "An item was counted twice." } as const;
  const { outcome, findings } = await answer({ live: [minotaur], restored: [minotaur] }, { reconciliation });
  expect(outcome).toBe("COULD_NOT_RUN");
  expect(findings[0]!.sentence).toBe("An item was counted twice.");
});

test("does not pass when more went unverified than the policy accepts", async () => {
  const busy = ["a", "b", "c"].map((id) => beast(id, { updated: 60, name: "Troll" }));
  const tables = {
    live: [minotaur, ...busy],
    restored: [minotaur, ...["a", "b", "c"].map((id) => beast(id))],
  };
  expect(await answer(tables, { mostUnverified: 0.75 })).toMatchObject({ outcome: "PASSED" });
  const { outcome, findings } = await answer(tables, { mostUnverified: 0.5 });
  expect(outcome).toBe("COULD_NOT_RUN");
  expect(findings[0]!.sentence).toContain("75 % of the items could not be verified");
  expect(findings[0]!.sentence).toContain("the policy accepts 50 %");
});

test("judges what an exact join leaves unexplained, however many were written since", async () => {
  const joined = {
    live: 1_000_000,
    restored: 999_999,
    equal: 400_000,
    laterWrites: 599_998,
    nearPoint: 0,
    nearMissing: 0,
    explainedRestored: 599_998,
    suspects: [{ id: { S: "ogre" } }, { id: { S: "cyclops" } }],
    suspected: 2,
  };
  const items = { live: joined.live, restored: joined.restored };
  const run = (change: Partial<typeof joined> = {}, restored = [cyclops]) =>
    answer(
      { live: [cyclops, ogre], restored },
      { items, reconciliation: { kind: "joined", joined: { ...joined, ...change } } },
    );
  expect(await run()).toMatchObject({
    outcome: "FAILED",
    counts: { equal: 400_001, laterWrites: 599_998, missing: 1 },
  });
  expect(await run({}, [cyclops, ogre])).toMatchObject({ outcome: "PASSED" });
  const more = await run({ suspected: 5000 }, [cyclops, ogre]);
  expect(more.outcome).toBe("COULD_NOT_RUN");
  expect(more.findings.map(({ sentence }) => sentence)).toContain(
    "And 4998 more differ, too many to read again.",
  );
});
