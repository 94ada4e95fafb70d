import { keyDigest } from "@holdfast/restore-check";
import { expect, test, vi } from "vitest";
import { deletions } from "./deletions.ts";
import { handler } from "./handlers/recordDeletion.ts";
import { recordDeletion } from "./recordDeletion.ts";
import { client } from "./testing/client.ts";
import { cloud } from "./testing/cloud.ts";

let aws = cloud();
vi.mock("./services.ts", () => ({ services: () => aws.services }));

const seconds = Date.parse("2026-03-01T05:30:00Z") / 1000;

function removal(id: string, time = seconds) {
  return {
    eventName: "REMOVE" as const,
    eventSourceARN: "arn:aws:dynamodb:us-east-1:123456789012:table/Item-api/stream/2026-01-01T00:00:00.000",
    dynamodb: { Keys: { id: { S: id } }, ApproximateCreationDateTime: time },
  };
}

test("records what the comparison looks up later, for as long as a recovery point may be old", async () => {
  aws = cloud();
  aws.services.settings.deletionsKeptDays = 373;
  await handler({ Records: [removal("i-1"), { eventName: "MODIFY", dynamodb: {} }] });
  const digest = keyDigest({ id: { S: "i-1" } });
  expect(aws.tables.Deletions).toEqual([
    {
      tableName: { S: "Item-api" },
      itemKey: { S: digest },
      deletedAt: { S: "2026-03-01T05:30:00.000Z" },
      expiresAt: { N: String(seconds + 373 * 86_400) },
    },
  ]);
  const known = await deletions(aws.services)("Item-api")([digest, keyDigest({ id: { S: "i-2" } })]);
  expect([...known]).toEqual([[digest, new Date("2026-03-01T05:30:00Z")]]);
  expect(await deletions(aws.services)("Category-api")([digest])).toEqual(new Map());
});

test("refuses records that aren't a table's", async () => {
  await expect(
    handler({ Records: [{ ...removal("i-1"), eventSourceARN: "arn:aws:kinesis" }] }),
  ).rejects.toThrow("The event is not as expected");
});

test("writes at most 25 at once, each key once with its last deletion", async () => {
  const written: { PutRequest: { Item: { deletedAt: { S: string } } } }[][] = [];
  const BatchWriteItem = ({ RequestItems }: { RequestItems: { Deletions: (typeof written)[number] } }) => {
    written.push(RequestItems.Deletions);
    return {};
  };
  const records = [...Array.from({ length: 30 }, (_, n) => removal(`i-${n}`)), removal("i-0", seconds + 60)];
  await recordDeletion({ ...aws.services, dynamodb: client({ BatchWriteItem }) })({ Records: records });
  expect(written.map((batch) => batch.length)).toEqual([25, 5]);
  expect(written[0]![0]!.PutRequest.Item.deletedAt.S).toBe("2026-03-01T05:31:00.000Z");
});

test("writes again what was left, and hands the records back when it stays left", async () => {
  let calls = 0;
  const BatchWriteItem = ({ RequestItems }: { RequestItems: object }) =>
    ++calls < 3 ? { UnprocessedItems: RequestItems } : {};
  await recordDeletion({ ...aws.services, dynamodb: client({ BatchWriteItem }) })({
    Records: [removal("i-1")],
  });
  expect(calls).toBe(3);
  calls = Number.NEGATIVE_INFINITY;
  const run = recordDeletion({ ...aws.services, dynamodb: client({ BatchWriteItem }) })({
    Records: [removal("i-1")],
  });
  await expect(run).rejects.toThrow("Deletions left 1 deletions unwritten");
});
