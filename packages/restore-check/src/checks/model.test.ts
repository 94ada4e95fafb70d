import { expect, test } from "vitest";
import type { Item } from "../item.ts";
import { ConformityCheck } from "../model/conformity.ts";
import { modelRules } from "../model/rules.ts";
import { beast, input, type Tables } from "../testing/input.ts";
import { model } from "./model.ts";

const [rules] = modelRules("type Beast @model { id: ID!, name: String!, diet: String! }");
const fed = (id: string, fields = {}): Item => ({ ...beast(id, fields), diet: { S: "Grass" } });
const hungry = beast;

function answer(tables: Tables, overrides: Parameters<typeof input>[1] = {}) {
  const check = new ConformityCheck(rules!);
  for (const item of tables.restored) check.add(item, () => `id=${item.id && "S" in item.id && item.id.S}`);
  return model.run(input(tables, { rules: rules!, conformity: check.conformity, ...overrides }));
}

test("accepts items that all conform", async () => {
  const items = [fed("ogre"), fed("cyclops")];
  expect(await answer({ live: items, restored: items })).toEqual({ outcome: "PASSED", findings: [] });
});

test("holds nothing against the restore that the live items violate as well, and says so", async () => {
  const items = [hungry("ogre"), fed("cyclops")];
  expect(await answer({ live: items, restored: items })).toEqual({
    outcome: "PASSED",
    findings: [
      {
        severity: "WARNING",
        subject: "id=ogre",
        sentence:
          "diet is absent, and the schema requires it; so it is in the live table as well: no fault of the restore.",
      },
    ],
  });
});

test("fails what violates the schema and was altered, and names it apart from what is so in the live table", async () => {
  const tables = {
    live: [hungry("ogre"), fed("cyclops")],
    restored: [hungry("ogre"), hungry("cyclops")],
  };
  const { outcome, findings } = await answer(tables);
  expect(outcome).toBe("FAILED");
  expect(findings.map(({ severity, subject }) => [severity, subject])).toEqual([
    ["ERROR", "id=cyclops"],
    ["WARNING", "id=ogre"],
  ]);
});

test("can't tell a field that is required since from one that all restored items lost, when all were written since", async () => {
  const ids = ["ogre", "cyclops"];
  const tables = {
    live: ids.map((id) => fed(id, { updated: 60 })),
    restored: ids.map((id) => hungry(id)),
  };
  const { outcome, findings } = await answer(tables);
  expect(outcome).toBe("COULD_NOT_RUN");
  expect(findings.map(({ severity }) => severity)).toEqual(["ERROR", "ERROR"]);
});

test("accepts an earlier version that violates what proven items violate as well", async () => {
  const tables = {
    live: [fed("ogre", { updated: 60 }), hungry("cyclops"), fed("minotaur")],
    restored: [hungry("ogre"), hungry("cyclops"), fed("minotaur")],
  };
  expect(await answer(tables)).toMatchObject({ outcome: "PASSED" });
});

test("can't tell about an earlier version that violates what all others keep", async () => {
  const tables = {
    live: [fed("ogre", { updated: 60 }), fed("cyclops")],
    restored: [hungry("ogre"), fed("cyclops")],
  };
  const { outcome, findings } = await answer(tables);
  expect(outcome).toBe("COULD_NOT_RUN");
  expect(findings).toEqual([
    { severity: "ERROR", subject: "id=ogre", sentence: expect.stringContaining("can't be told") },
  ]);
});

test("can't tell when not all that differ are known", async () => {
  const items = [hungry("ogre"), fed("cyclops")];
  const reconciliation = { kind: "undecodable", reason: "An item was counted twice." } as const;
  const { outcome, findings } = await answer({ live: items, restored: items }, { reconciliation });
  expect(outcome).toBe("COULD_NOT_RUN");
  expect(findings[0]!.sentence).toContain("not all that differ from the live ones are known");
});

test("refuses when other items were held against the schema than were restored", async () => {
  const items = [fed("ogre")];
  const run = async () => answer({ live: items, restored: items }, { items: { live: 1, restored: 2 } });
  await expect(run()).rejects.toThrow("1 items were held against the schema, and 2 were restored");
});
