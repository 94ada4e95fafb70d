import { expect, test } from "vitest";
import { keyDigest } from "../canonical/digest.ts";
import type { RelationScan } from "../input.ts";
import type { Item } from "../item.ts";
import { at, beast, input, POINT, WINDOW } from "../testing/input.ts";
import { windowOf } from "../window.ts";
import { relations } from "./relations.ts";

const references = [{ from: "Beast", to: "Herd", key: { id: "herdID" } }];
const ogre: Item = { ...beast("ogre"), herdID: { S: "herd" } };
const key = { id: { S: "ogre" } };
const herd = { id: { S: "herd" } };

interface Situation {
  live?: Item;
  deletedAt?: number;
  /** Seconds between the two recovery points: the herds' is later when positive. */
  apart?: number;
  count?: number;
  missing?: number;
}

function answer({ live, deletedAt, apart = 0, count = 1, missing = 1 }: Situation = {}) {
  const relation: RelationScan = {
    to: "Herd",
    references,
    orphans: { listed: missing > 0 ? [{ key, count }] : [], missing },
    named: windowOf({ createdAt: new Date(POINT.getTime() + apart * 1000) }, 2),
    look: {
      restored: async () => [],
      live: async (keys) => (live && keys.some((one) => keyDigest(one) === keyDigest(herd)) ? [live] : []),
      deletions: async () =>
        new Map(
          deletedAt === undefined ? [] : [[keyDigest(herd), new Date(POINT.getTime() + deletedAt * 1000)]],
        ),
    },
  };
  return relations.run(input({ live: [ogre], restored: [ogre] }, { relations: [relation] }));
}

test("passes a table whose references all resolve", async () => {
  expect(await answer({ missing: 0 })).toEqual({ outcome: "PASSED", findings: [] });
});

test.each<[string, Situation]>([
  ["is live since before its recovery point", { live: { ...herd, createdAt: { S: at(-60) } } }],
  ["was deleted after both tables were backed up, its own surely later", { deletedAt: 60, apart: 10 }],
])("fails when what is referred to %s, and names the item", async (_, situation) => {
  const { outcome, findings } = await answer(situation);
  expect(outcome).toBe("FAILED");
  expect(findings[0]).toEqual({
    severity: "ERROR",
    subject: "id=ogre",
    sentence: "It refers to a Herd that should have come back and is not in the restored set.",
  });
});

test.each<[string, Situation, string, string]>([
  [
    "was created after its own recovery point",
    { live: { ...herd, createdAt: { S: at(5) } } },
    "INFO",
    "one after the other",
  ],
  [
    "may have been created between the recovery points",
    { deletedAt: 60, apart: -30 },
    "INFO",
    "one after the other",
  ],
  ["is not live either", {}, "WARNING", "dangled before the backup"],
  [
    "may have been deleted before, by a clock that is a little off",
    { deletedAt: -1 },
    "WARNING",
    "dangled before the backup",
  ],
  ["was deleted before", { deletedAt: -60 }, "WARNING", "dangled before the backup"],
])("passes when what is referred to %s, and says so", async (_, situation, severity, sentence) => {
  const { outcome, findings } = await answer(situation);
  expect(outcome).toBe("PASSED");
  expect(findings[0]).toMatchObject({ severity, sentence: expect.stringContaining(sentence) });
});

test("can't tell where the live item carries no date", async () => {
  expect(await answer({ live: herd })).toMatchObject({ outcome: "COULD_NOT_RUN" });
});

test("counts the other items that refer to the same", async () => {
  const { findings } = await answer({ count: 42 });
  expect(findings[0]!.sentence).toMatch(/, as do 41 more items\.$/);
});

test("doesn't pass when there are more than can be explained", async () => {
  const { outcome, findings } = await answer({ missing: 5000 });
  expect(outcome).toBe("COULD_NOT_RUN");
  expect(findings[0]!.sentence).toContain("4999 more items of Herd");
});

test("doesn't pass without the table that is referred to, unless the run was not asked for it", async () => {
  const run = (expected: boolean) =>
    relations.run(
      input({}, { relations: [{ to: "Herd", references, notRestored: "it is not here.", expected }] }),
    );
  expect(await run(true)).toMatchObject({ outcome: "COULD_NOT_RUN", findings: [{ severity: "ERROR" }] });
  expect(await run(false)).toMatchObject({
    outcome: "PASSED",
    findings: [{ severity: "INFO", sentence: "References to Herd were not checked: it is not here." }],
  });
});

test("blames an item with two references for the one that is missing, not for the one that came back", async () => {
  const two = [...references, { from: "Beast", to: "Herd", key: { id: "formerHerdID" } }];
  const beastOfTwo = { ...ogre, formerHerdID: { S: "former" } };
  const asked: number[] = [];
  const relation: RelationScan = {
    to: "Herd",
    references: two,
    // Listed once for each reference that is missing; here the same item twice.
    orphans: {
      listed: [
        { key, count: 1 },
        { key, count: 1 },
      ],
      missing: 2,
    },
    named: WINDOW,
    look: {
      live: async (keys) => {
        asked.push(keys.length);
        return [
          { id: { S: "former" }, createdAt: { S: at(-9000) } },
          { ...herd, createdAt: { S: at(5) } },
        ];
      },
      restored: async () => [{ id: { S: "former" } }],
      deletions: async () => new Map(),
    },
  };
  const { outcome, findings } = await relations.run(
    input({ live: [beastOfTwo], restored: [beastOfTwo] }, { relations: [relation] }),
  );
  expect(outcome).toBe("PASSED");
  expect(findings[0]!.sentence).toContain("one after the other");
  expect(asked).toEqual([2]);
});

test("lists the worst of many first, and counts the rest", async () => {
  const many = Array.from({ length: 120 }, (_, n) => ({ key: { id: { S: `b-${n}` } }, count: 1 }));
  const relation: RelationScan = {
    to: "Herd",
    references,
    orphans: { listed: many, missing: 120 },
    named: WINDOW,
    look: { live: async () => [], restored: async () => [], deletions: async () => new Map() },
  };
  const items = many.map(({ key }) => ({ ...beast("x"), ...key, herdID: { S: "herd" } }));
  const { findings } = await relations.run(
    input({ live: items, restored: items }, { relations: [relation] }),
  );
  expect(findings).toHaveLength(51);
  expect(findings[50]!.sentence).toBe(
    "And 70 more of Herd that are referred to are not in the restored set.",
  );
});
