import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "./check.ts";
import type { Item } from "./item.ts";
import { beast, input, POINT } from "./testing/input.ts";
import { windowOf } from "./window.ts";

// A backup as AWS makes it: of each item some version that was there between a minute before the job began and a minute
// after it completed, no two items of the same instant.
const COMPLETED = 90;
const [FROM, TO] = [-60, COMPLETED + 60];
const dates = { createdAt: POINT, completedAt: new Date(POINT.getTime() + COMPLETED * 1000) };
const recoveryPoint = { ...input().recoveryPoint, window: windowOf(dates, 60) };

interface History {
  /** Times of writes, in seconds from the point; the first one creates the item. */
  writes: number[];
  deleted?: number;
  /** The instant that the backup has it of. */
  seen: number;
}

const moment = fc.integer({ min: 3 * FROM, max: 3 * TO });
const history: fc.Arbitrary<History> = fc.record({
  writes: fc.uniqueArray(moment, { minLength: 1, maxLength: 40 }).map((times) => times.sort((a, b) => a - b)),
  deleted: fc.option(moment, { nil: undefined }),
  seen: fc.integer({ min: FROM + 1, max: TO }),
});

/** Written long before, never again. */
const quiet = [beast("quiet"), beast("silent")];

function play(all: readonly History[]) {
  const live: Item[] = [...quiet];
  const restored: Item[] = [...quiet];
  const deleted: Record<string, number> = {};
  for (const [n, { writes, deleted: gone, seen }] of all.entries()) {
    const id = `busy-${n}`;
    const created = writes[0]!;
    const version = (updated: number) => beast(id, { created, updated, name: `version ${updated}` });
    const isDeleted = gone !== undefined && gone > created;
    const made = writes.filter((time) => !isDeleted || time < gone);
    const then = made.filter((time) => time <= seen).at(-1);
    if (then !== undefined && !(isDeleted && gone <= seen)) restored.push(version(then));
    if (isDeleted) deleted[id] = gone;
    else live.push(version(made.at(-1)!));
  }
  return { live, restored, deleted };
}

test("never fails a sound backup of a table that changes at any rate while it is backed up", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(history, { maxLength: 30 }), async (all) => {
      const report = await check(input(play(all), { recoveryPoint }));
      expect(report.findings.filter(({ severity }) => severity === "ERROR")).toEqual([]);
      expect(report.verdict).toBe("PASSED");
    }),
    { numRuns: 500 },
  );
});

const before = fc.integer({ min: 10 * FROM, max: FROM });
const faults: Record<string, (restored: Item[], live: Item) => Item[]> = {
  lost: (restored, { id }) => restored.filter((item) => item.id !== id),
  altered: (restored, { id }) =>
    restored.map((item) => (item.id === id ? { ...item, name: { S: "Troll" } } : item)),
  "there too often": (restored) => [...restored, beast("intruder")],
};

test.each(Object.keys(faults))(
  "excuses nothing from before the backup's span: an item that is %s fails it, however busy the others are",
  async (fault) => {
    await fc.assert(
      fc.asyncProperty(fc.array(history, { maxLength: 30 }), before, async (all, written) => {
        const { live, restored, deleted } = play(all);
        const victim = beast("victim", { created: written });
        const damaged = faults[fault]!([...restored, victim], victim);
        const tables = { live: [...live, victim], restored: damaged, deleted };
        const report = await check(input(tables, { recoveryPoint }));
        expect(report.verdict).toBe("FAILED");
        expect(report.findings.filter(({ severity, subject }) => severity === "ERROR" && subject)).toEqual([
          expect.objectContaining({ subject: fault === "there too often" ? "id=intruder" : "id=victim" }),
        ]);
      }),
      { numRuns: 200 },
    );
  },
);

test("fails what was altered, even if it was written within the backup's span", async () => {
  const within = fc.integer({ min: FROM + 1, max: TO });
  await fc.assert(
    fc.asyncProperty(within, async (written) => {
      const victim = beast("victim", { created: written });
      const restored = [...quiet, { ...victim, name: { S: "Troll" } }];
      const report = await check(input({ live: [...quiet, victim], restored }, { recoveryPoint }));
      expect(report.verdict).toBe("FAILED");
    }),
  );
});
