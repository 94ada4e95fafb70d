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

it("puts the other item back, and says how to write the one that can't be", async () => {
  const written: ReturnType<typeof item>[] = [];
  const { world, warned } = setUp([item("a"), item("b")], {
    PutItem: ({ Item }) => {
      if ((Item as ReturnType<typeof item>).id.S === "a") throw new Error("throttled");
      written.push(Item as ReturnType<typeof item>);
    },
  });

  expect(await run(["break"], world)).toBe(2);
  expect(written.at(-1)).toEqual(item("b"));
  expect(warned.join()).toContain("Item couldn't be put back as it was: id=a (throttled).");
  expect(warned.join()).toContain(
    `aws dynamodb put-item --table-name Item-1 --item '${JSON.stringify(item("a"))}'`,
  );
});

it("puts the table back on Ctrl-C", async () => {
  const interruption = new AbortController();
  const { world, table, backedUp } = setUp([item("a"), item("b")], {
    DescribeBackupJob: () => {
      interruption.abort();
      return { State: "RUNNING" };
    },
  });

  expect(await run(["break"], { ...world, signal: interruption.signal })).toBe(130);
  expect(backedUp).toEqual([{ ...item("b"), headline: { S: "About b (altered)" } }]);
  expect([...table.values()]).toEqual(expect.arrayContaining([item("a"), item("b")]));
});

it("begins nothing after Ctrl-C", async () => {
  const { world, table, backedUp } = setUp([item("a"), item("b")], {
    DeleteItem: () => {
      throw new Error("not to be asked");
    },
  });

  expect(await run(["break"], { ...world, signal: AbortSignal.abort() })).toBe(130);
  expect(backedUp).toEqual([]);
  expect([...table.values()]).toEqual([item("a"), item("b")]);
});

it("refuses a table with less than two items, and leaves it alone", async () => {
  const { world, warned, backedUp } = setUp([item("a")]);

  expect(await run(["break"], world)).toBe(2);
  expect(warned.join()).toContain("Item has 1 items");
  expect(backedUp).toEqual([]);
});
