import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { type Page, rawScan } from "./rawScan.ts";

let server: Server | undefined;
afterEach(() => server?.close());

/** A DynamoDB that answers these bodies in turn, each with its checksum or another. */
async function answering(answers: { status?: number; body: unknown; checksum?: number }[]) {
  const requests: { target: unknown; body: Record<string, unknown> }[] = [];
  server = createServer(async (request, response) => {
    requests.push({ target: request.headers["x-amz-target"], body: JSON.parse(await text(request)) });
    const { status = 200, body, checksum } = answers[Math.min(requests.length, answers.length) - 1]!;
    const content = JSON.stringify(body);
    response.writeHead(status, {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-crc32": String(checksum ?? crc32(content)),
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
  return { requests, read: rawScan({ endpoint, region: "us-east-1", credentials }) };
}

const page = {
  Items: [{ id: { S: "a" }, n: { N: "1.50" }, b: { B: "AQID" } }],
  ConsumedCapacity: { CapacityUnits: 2.5 },
};

const itemsOf = ({ items }: Page) => JSON.parse(Buffer.from(items).toString());

test("gives a page's items as they came over the wire, and the read units they took", async () => {
  const { read, requests } = await answering([
    { body: { ...page, LastEvaluatedKey: { id: { B: "AQID" } } } },
  ]);
  expect(await read({ TableName: "Item", Segment: 1, TotalSegments: 4 })).toEqual({
    items: Buffer.from(JSON.stringify(page.Items)),
    LastEvaluatedKey: { id: { B: "AQID" } },
    capacity: 2.5,
  });
  expect(requests[0]).toMatchObject({
    target: "DynamoDB_20120810.Scan",
    body: { TableName: "Item", Segment: 1, TotalSegments: 4, ReturnConsumedCapacity: "TOTAL" },
  });
});

test("goes on after a key as it was given, binary too", async () => {
  const { read, requests } = await answering([{ body: page }]);
  await read({ TableName: "Item", ExclusiveStartKey: { id: { B: "AQID" }, at: { N: "7" } } });
  expect(requests[0]!.body.ExclusiveStartKey).toEqual({ id: { B: "AQID" }, at: { N: "7" } });
});

test("tries again when it is throttled, or the body was damaged on its way", async () => {
  const { read, requests } = await answering([
    {
      status: 400,
      body: { __type: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException" },
    },
    { body: page, checksum: 1 },
    { body: page },
  ]);
  expect(itemsOf(await read({ TableName: "Item" }))).toHaveLength(1);
  expect(requests).toHaveLength(3);
});

test("fails with DynamoDB's own error", async () => {
  const { read } = await answering([
    {
      status: 400,
      body: { __type: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", message: "Gone." },
    },
  ]);
  await expect(read({ TableName: "Item" })).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("keeps the answers of reads at once apart", async () => {
  const { read } = await answering([{ body: page }]);
  const pages = await Promise.all(Array.from({ length: 10 }, () => read({ TableName: "Item" })));
  for (const one of pages) expect(itemsOf(one)).toEqual(page.Items);
});
