import { AsyncLocalStorage } from "node:async_hooks";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import {
  DynamoDBClient,
  type DynamoDBClientConfig,
  ScanCommand,
  type ScanCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { Item } from "@holdfast/restore-check";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { splitPage } from "./splitPage.ts";
import { fromWire } from "./wire.ts";

/** One page of a scan. */
export interface Page {
  /** As they came over the wire: a JSON array. */
  items: Uint8Array;
  LastEvaluatedKey?: Item;
  /** Read units, 0 when they weren't told. */
  capacity: number;
}

export type ReadPage = (
  input: Pick<ScanCommandInput, "TableName" | "Segment" | "TotalSegments"> & {
    ExclusiveStartKey?: Item;
  },
) => Promise<Page>;

/**
 * Reads pages of scans: the request, its signature, retries and throttling are the SDK's; the answer's body is kept from
 * its decoder, and its items are left as they came. A body that doesn't have the checksum that DynamoDB gives is read
 * again.
 */
export function rawScan(config: DynamoDBClientConfig = {}): ReadPage {
  const bodies = new AsyncLocalStorage<{ body?: Buffer }>();
  const http = new NodeHttpHandler();
  const client = new DynamoDBClient({
    // Slows down by itself when it is throttled: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    retryMode: "adaptive",
    maxAttempts: 12,
    ...config,
    requestHandler: {
      async handle(request: Parameters<typeof http.handle>[0], options: Parameters<typeof http.handle>[1]) {
        const { response } = await http.handle(request, options);
        const call = bodies.getStore();
        if (!call || response.statusCode !== 200) return { response };
        call.body = await bytesOf(response.body as Readable);
        requireChecksum(call.body, response.headers["x-amz-crc32"]);
        response.body = Readable.from([Buffer.from("{}")]);
        response.headers = { ...response.headers, "content-length": "2" };
        delete response.headers["x-amz-crc32"];
        return { response };
      },
      destroy: () => http.destroy(),
    } as NonNullable<DynamoDBClientConfig["requestHandler"]>,
  });
  return (input) => {
    const call: { body?: Buffer } = {};
    return bodies.run(call, async () => {
      const command = new ScanCommand({
        ...input,
        ExclusiveStartKey: input.ExclusiveStartKey && fromWire(input.ExclusiveStartKey),
        ReturnConsumedCapacity: "TOTAL",
      });
      await client.send(command);
      if (!call.body) throw new Error(`The scan of ${input.TableName} was answered without a body.`);
      const { items, rest } = splitPage(call.body);
      const { LastEvaluatedKey, ConsumedCapacity } = rest;
      return {
        items,
        ...(LastEvaluatedKey && { LastEvaluatedKey }),
        capacity: ConsumedCapacity?.CapacityUnits ?? 0,
      };
    });
  };
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function requireChecksum(body: Buffer, checksum: string | undefined): void {
  if (checksum === undefined || crc32(body) === Number(checksum)) return;
  // A name that the SDK tries again: what came over the wire was damaged on its way.
  throw Object.assign(new Error("A page of a scan doesn't have the checksum it was sent with."), {
    name: "TimeoutError",
  });
}
