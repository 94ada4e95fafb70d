import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "./check.ts";
import type { Item } from "./item.ts";
import { at, beast, input } from "./testing/input.ts";

/** A history of one item: created, perhaps written again, perhaps deleted, in seconds around the recovery point. */
interface History {
  created: number;
  writes: number[];
  deletedAfter?: number;
  createdAnew: boolean;
}

const moment = fc.integer({ min: -10_000, max: 250 });
const history: fc.Arbitrary<History> = fc.record({
  created: moment,
  writes: fc.array(moment, { maxLength: 3 }),
  deletedAfter: fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
  createdAnew: fc.boolean(),
});
/** Items 0 and 1 are never touched, so that there is something to verify and something to damage. */
const untouched = (created: number): History => ({ created, writes: [], createdAnew: false });
const histories = fc
  .array(history, { maxLength: 12 })
  .map((some) => [untouched(-5000), untouched(-6000), ...some]);

/** The live table now, what a backup at the recovery point holds, and the deletions recorded since. */
function play(all: History[]) {
  const live: Item[] = [];
  const restored: Item[] = [];
  const deleted: Record<string, number> = {};
  for (const [n, { created, writes, deletedAfter, createdAnew }] of all.entries()) {
    const id = `beast-${n}`;
    const versions = [created, ...writes.filter((time) => time > created).sort((a, b) => a - b)];
    const version = (time: number) => beast(id, { created, updated: time, name: `written ${time}` });
    const before = versions.filter((time) => time <= 0);
    if (before.length > 0) restored.push(version(before.at(-1)!));
    if (deletedAfter === undefined) live.push(version(versions.at(-1)!));
    else {
      const deletion = Math.max(deletedAfter, ...versions) + 1;
      deleted[id] = deletion;
      if (createdAnew) live.push(beast(id, { created: deletion + 1 }));
    }
  }
  return { live, restored, deleted };
}

test("never fails a sound restore, whatever was written and deleted since", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (all) => {
      const report = await check(input(play(all)));
      expect(report.findings.filter(({ severity }) => severity === "ERROR")).toEqual([]);
      expect(report.verdict).toBe("PASSED");
    }),
    { numRuns: 300 },
  );
});

const faults: Record<string, (restored: Item[], n: number) => { restored: Item[]; id: string }> = {
  lost: (restored, n) => ({ restored: restored.filter(({ id }) => !isBeast(id, n)), id: `beast-${n}` }),
  altered: (restored, n) => ({ restored: change(restored, n, { name: { S: "Troll" } }), id: `beast-${n}` }),
  "retyped (text for a number)": (restored, n) => ({
    restored: change(restored, n, { age: { S: "7" } }),
    id: `beast-${n}`,
  }),
  "shorn of an attribute": (restored, n) => ({
    restored: change(restored, n, { name: undefined }),
    id: `beast-${n}`,
  }),
  "rolled back": (restored, n) => ({
    restored: change(restored, n, { updatedAt: { S: at(-9000) } }),
    id: `beast-${n}`,
  }),
  added: (restored) => ({ restored: [...restored, beast("intruder")], id: "intruder" }),
  swapped: (restored, n) => ({ restored: swap(restored), id: `beast-${n}` }),
};

test.each(Object.keys(faults))("fails whenever an item is %s, and names its key", async (fault) => {
  await fc.assert(
    fc.asyncProperty(histories, fc.constantFrom(0, 1), fc.boolean(), async (all, n, mayBeEmpty) => {
      const sound = play(all);
      const { restored, id } = faults[fault]!(sound.restored, n);
      const report = await check(input({ ...sound, restored }, { mayBeEmpty }));
      expect(report.verdict).toBe("FAILED");
      expect(report.findings).toContainEqual(
        expect.objectContaining({ check: "contents", severity: "ERROR", subject: `id=${id}` }),
      );
    }),
  );
});

function isBeast(id: Item[string] | undefined, n: number): boolean {
  return id !== undefined && "S" in id && id.S === `beast-${n}`;
}

function change(restored: Item[], n: number, changes: Record<string, object | undefined>): Item[] {
  return restored.map((item) => (isBeast(item.id, n) ? ({ ...item, ...changes } as Item) : item));
}

/** Items 0 and 1 exchange everything but their keys. */
function swap(restored: Item[]): Item[] {
  const [zero, one] = [0, 1].map((n) => restored.find(({ id }) => isBeast(id, n))!);
  const others = restored.filter((item) => item !== zero && item !== one);
  return [...others, { ...one!, id: zero!.id! }, { ...zero!, id: one!.id! }];
}
