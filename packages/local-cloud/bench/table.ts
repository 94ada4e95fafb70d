import { BatchWriteItemCommand, type DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { engineCall } from "../src/services/dynamodb/call.ts";
import type { Engine } from "../src/services/dynamodb/engine.ts";

const batchSize = 25;

/** As the app's items are: about 300 bytes. */
export const itemOf = (number: number) => ({
  id: { S: `5b1c0d3e-7a44-4b6e-9a0e-${String(number).padStart(12, "0")}` },
  __typename: { S: "Item" },
  name: { S: `Beast ${number}` },
  description: {
    S: `A mythical beast, number ${number}, that lives in the mountains and eats what it finds.`,
  },
  createdAt: { S: "2026-11-25T05:00:00.000Z" },
  updatedAt: { S: "2026-11-25T05:00:00.000Z" },
  owner: { S: `user-${number % 100}` },
  legs: { N: String(number % 9) },
});

export const keySchema = {
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" as const }],
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" as const }],
  BillingMode: "PAY_PER_REQUEST" as const,
};

export async function makeTable(engine: Engine, TableName: string): Promise<void> {
  await engineCall(engine, "CreateTable", { TableName, ...keySchema });
  while ((await engineCall(engine, "DescribeTable", { TableName })).Table.TableStatus !== "ACTIVE") {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Batch writes with the SDK and nothing else, so many at a time. */
export async function writeBare(
  client: DynamoDBClient,
  table: string,
  count: number,
  writers: number,
): Promise<void> {
  let next = 0;
  const writer = async () => {
    while (next < count) {
      const length = Math.min(batchSize, count - next);
      const first = next;
      next += length;
      const requests = Array.from({ length }, (_, index) => ({
        PutRequest: { Item: itemOf(first + index) },
      }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

/** A parallel scan with the SDK and nothing else; gives how many items it met. */
export async function scanBare(
  client: DynamoDBClient,
  table: string,
  { segments, readers, pageItems }: { segments: number; readers: number; pageItems?: number },
): Promise<number> {
  let next = 0;
  let count = 0;
  const reader = async () => {
    while (next < segments) {
      const input = {
        TableName: table,
        ConsistentRead: true,
        Segment: next++,
        TotalSegments: segments,
        Limit: pageItems,
      };
      for await (const { Items = [] } of paginateScan({ client }, input)) count += Items.length;
    }
  };
  await Promise.all(Array.from({ length: readers }, reader));
  return count;
}
