import { expect, it } from "vitest";
import { run } from "./program.ts";
import { type Answers, fakeCloud, fakeWorld } from "./testing.ts";

const item = (id: string) => ({
  id: { S: id },
  headline: { S: `About ${id}` },
  updatedAt: { S: "2025-01-01" },
});

function setUp(items: ReturnType<typeof item>[], changes: Answers = {}) {
  const table = new Map(items.map((one) => [one.id.S, one]));
  const backedUp: object[] = [];
  const answers: Answers = {
    DescribeTable: () => ({
      Table: { TableArn: "arn:table", KeySchema: [{ AttributeName: "id", KeyType: "HASH" }] },
    }),
    Scan: () => ({ Items: [...table.values()] }),
    DeleteItem: ({ Key }) => table.delete((Key as { id: { S: string } }).id.S),
    PutItem: ({ Item }) => table.set((Item as ReturnType<typeof item>).id.S, Item as ReturnType<typeof item>),
    StartBackupJob: () => {
      backedUp.push(...table.values());
      return { BackupJobId: "job" };
    },
    DescribeBackupJob: () => ({ State: "COMPLETED" }),
    ...changes,
  };
  return { ...fakeWorld(fakeCloud(answers).cloud), table, backedUp };
}

it("backs up a table with one item less and one altered, and puts the table back", async () => {
  const { world, printed, table, backedUp } = setUp([item("a"), item("b"), item("c")]);

  expect(await run(["break"], world)).toBe(0);
  expect(backedUp).toEqual([{ ...item("b"), headline: { S: "About b (altered)" } }, item("c")]);
  expect([...table.values()]).toEqual(expect.arrayContaining([item("a"), item("b"), item("c")]));
  expect(printed.join()).toContain("The newest recovery point of Item lacks id=a and has id=b wrong.");
});

it("puts the table back when the backup can't be taken", async () => {
  const { world, warned, table } = setUp([item("a"), item("b")], {
    StartBackupJob: () => {
      throw new Error("no such vault");
    },
  });

  expect(await run(["break"], world)).toBe(2);
  expect(warned.join()).toContain("no such vault");
  expect([...table.values()]).toEqual(expect.arrayContaining([item("a"), item("b")]));
});

it("refuses a table with less than two items, and leaves it alone", async () => {
  const { world, warned, backedUp } = setUp([item("a")]);

  expect(await run(["break"], world)).toBe(2);
  expect(warned.join()).toContain("Item has 1 items");
  expect(backedUp).toEqual([]);
});
