import { expect, test, vi } from "vitest";
import { batchGet } from "./batchGet.ts";
import { client } from "./testing/client.ts";

const key = (n: number) => ({ id: { S: String(n) } });
const keys = (count: number) => Array.from({ length: count }, (_, n) => key(n));
const now = () => new Date(0);

test("asks for at most a hundred keys at once, consistently", async () => {
  const BatchGetItem = vi.fn(({ RequestItems }) => ({ Responses: { Items: RequestItems.Items.Keys } }));
  const items = await batchGet({ dynamodb: client({ BatchGetItem }), clock: { now, sleep: async () => {} } })(
    "Items",
    keys(250),
  );
  expect(items).toEqual(keys(250));
  expect(BatchGetItem.mock.calls.map(([{ RequestItems }]) => RequestItems.Items.Keys.length)).toEqual([
    100, 100, 50,
  ]);
  expect(BatchGetItem.mock.calls.every(([{ RequestItems }]) => RequestItems.Items.ConsistentRead)).toBe(true);
});

test("asks again for what was left unprocessed, waiting in between", async () => {
  const sleep = vi.fn(async () => {});
  const BatchGetItem = ({ RequestItems }: { RequestItems: { Items: { Keys: object[] } } }) => {
    const [first, ...rest] = RequestItems.Items.Keys;
    return {
      Responses: { Items: [first] },
      UnprocessedKeys: rest.length > 0 ? { Items: { Keys: rest } } : {},
    };
  };
  expect(
    await batchGet({ dynamodb: client({ BatchGetItem }), clock: { now, sleep } })("Items", keys(3)),
  ).toEqual(keys(3));
  expect(sleep).toHaveBeenCalledTimes(2);
});

test("gives up on a table that stays throttled", async () => {
  const BatchGetItem = ({ RequestItems }: { RequestItems: object }) => ({ UnprocessedKeys: RequestItems });
  const run = batchGet({ dynamodb: client({ BatchGetItem }), clock: { now, sleep: async () => {} } })(
    "Items",
    keys(3),
  );
  await expect(run).rejects.toThrow("Items left 3 keys unread after 8 attempts");
});
