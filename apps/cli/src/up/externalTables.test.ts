import { expect, it } from "vitest";
import { type Answers, fakeCloud } from "../testing.ts";
import { deleteExternalTables } from "./externalTables.ts";

const url = "http://127.0.0.1:8000";
const ofStacks = [
  "Category-isyerfvguhm8su7qs93t5oov1g-NONE",
  "ProtectedTable-isyerfvguhm8su7qs93t5oov1g-NONE",
  "local-holdfast-Verificat-Deletions2D6AF151-dwwg9d778l15",
  "awsbackup-restore-test-holdfast-run-Item",
];
const others = [
  "Category",
  "Thesis-isyerfvguhm8su7qs93t5oov1g-NONE",
  "prod-holdfast-Verificat-Deletions",
  "my-Item",
];

function setUp(names: string[], changes: Answers = {}) {
  const tables = new Set(names);
  const { dynamoDb } = fakeCloud({
    // A page each, as a server with many tables answers.
    ListTables: ({ ExclusiveStartTableName }) => {
      const all = [...tables];
      const next = all[all.indexOf(String(ExclusiveStartTableName)) + 1];
      return {
        TableNames: next ? [next] : [],
        LastEvaluatedTableName: next === all.at(-1) ? undefined : next,
      };
    },
    DeleteTable: ({ TableName }) => tables.delete(String(TableName)),
    DescribeTable: ({ TableName }) => {
      if (tables.has(String(TableName))) return { Table: {} };
      throw Object.assign(new Error("no such table"), { name: "ResourceNotFoundException" });
    },
    ...changes,
  }).cloud;
  const told: string[] = [];
  const run = (isOwn: boolean) =>
    deleteExternalTables({ client: dynamoDb, url, isOwn }, (one) => void told.push(one));
  return { tables, told, run };
}

it("deletes the stacks' tables, naming each, and no other", async () => {
  const { tables, told, run } = setUp([...others, ...ofStacks]);

  expect(await run(true)).toBe("4 deleted");
  expect([...tables]).toEqual(others);
  expect(told).toEqual(ofStacks);
});

it("refuses to delete the tables of another data folder, naming them", async () => {
  const { tables, run } = setUp([...others, ...ofStacks]);

  await expect(run(false)).rejects.toThrow(
    `The DynamoDB at ${url} holds tables that this data folder didn't make: ${ofStacks.join(", ")}.`,
  );
  expect(tables.size).toBe(8);
});

it.each([true, false])("has nothing to do where the stacks have no tables (own: %s)", async (isOwn) => {
  const { tables, run } = setUp(others);

  expect(await run(isOwn)).toBe("none there");
  expect([...tables]).toEqual(others);
});

it("says that no server answers", async () => {
  const { run } = setUp([], {
    ListTables: () => {
      throw Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    },
  });

  await expect(run(true)).rejects.toMatchObject({
    message: `No DynamoDB server answers at ${url} (ECONNREFUSED).`,
    next: "Start it, or leave out --dynamodb. Nothing is deleted.",
  });
});
