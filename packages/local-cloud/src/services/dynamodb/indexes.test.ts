import { join } from "node:path";
import { DescribeTableCommand, DynamoDBClient, type UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud, writeAssembly } from "../../testing.ts";
import { updateIndexes } from "./indexes.ts";
import type { Tables } from "./tables.ts";

let it: TestCloud | undefined;
afterEach(async () => {
  await it?.stop();
  it = undefined;
});

const index = (IndexName: string, AttributeName = "owner") => ({
  IndexName,
  KeySchema: [{ AttributeName, KeyType: "HASH" as const }],
  Projection: { ProjectionType: "ALL" as const },
});
const stack = (indexes: unknown[]) => ({
  Data: {
    Resources: {
      Beasts: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          TableName: "Beasts",
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          AttributeDefinitions: ["id", ...(indexes.length ? ["owner"] : [])].map((AttributeName) => ({
            AttributeName,
            AttributeType: "S",
          })),
          BillingMode: "PAY_PER_REQUEST",
          ...(indexes.length && { GlobalSecondaryIndexes: indexes }),
        },
      },
    },
  },
});

/** A server that changes one index at a time, and takes two looks for it. */
function server(has: ReturnType<typeof index>[]) {
  let indexes = has.map((one) => ({ ...one, IndexStatus: "ACTIVE" }));
  let looks = 0;
  const changes: string[] = [];
  const tables = {
    async describe() {
      if (looks > 0 && --looks === 0) {
        indexes = indexes
          .filter(({ IndexStatus }) => IndexStatus !== "DELETING")
          .map((one) => ({ ...one, IndexStatus: "ACTIVE" }));
      }
      return { description: { TableStatus: "ACTIVE", GlobalSecondaryIndexes: indexes } };
    },
  } as unknown as Tables;
  const client = {
    async send({ input }: UpdateTableCommand) {
      if (looks > 0) throw new Error("one at a time");
      looks = 2;
      for (const { Create, Delete } of input.GlobalSecondaryIndexUpdates ?? []) {
        changes.push(`${Create ? "+" : "-"}${Create?.IndexName ?? Delete?.IndexName}`);
        if (Create) indexes.push({ ...(Create as ReturnType<typeof index>), IndexStatus: "CREATING" });
        for (const one of indexes) if (one.IndexName === Delete?.IndexName) one.IndexStatus = "DELETING";
      }
    },
  } as unknown as DynamoDBClient;
  return { changes, deps: { engine: { client }, tables, wait: async () => {} } };
}

test("adds, removes and replaces the indexes that differ, one at a time", async () => {
  const { changes, deps } = server([index("stays"), index("goes"), index("changes", "other")]);
  const wanted = {
    TableName: "Beasts",
    AttributeDefinitions: [],
    GlobalSecondaryIndexes: [index("stays"), index("changes"), index("comes")],
  };

  expect(await updateIndexes(wanted, deps)).toEqual([]);
  expect(changes).toEqual(["-goes", "-changes", "+changes", "+comes"]);
});

test.each([
  ["added", [], [index("byOwner")]],
  ["removed", [index("byOwner")], []],
])("warns of an index that couldn't be %s, naming it and its table", async (verb, before, after) => {
  it = await startTestCloud(stack(before));
  expect(it.cloud.warnings).toEqual([]);
  await it.restart();
  expect(it.cloud.warnings).toEqual([]);

  await writeAssembly(join(it.dataDir, "../assembly"), stack(after));
  await it.restart();
  const { Table } = await new DynamoDBClient(it.client).send(
    new DescribeTableCommand({ TableName: "Beasts" }),
  );

  expect(Table?.GlobalSecondaryIndexes?.length ?? 0).toBe(before.length);
  expect(it.cloud.warnings).toEqual([
    expect.stringMatching(
      new RegExp(`^The index byOwner of the table Beasts couldn't be ${verb} \\(.*--fresh`),
    ),
  ]);
});
