import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";

/** Scans a table twice at once, each time in so many segments at once, with the SDK and nothing else; prints seconds and items. */
const [endpoint = "", region = "", accessKeyId = "", secretAccessKey = "", TableName = "", segments = ""] =
  process.argv.slice(2);
const client = new DynamoDBClient({
  endpoint,
  region,
  credentials: { accessKeyId, secretAccessKey },
  retryMode: "adaptive",
  maxAttempts: 12,
});

async function scan(Segment: number): Promise<number> {
  let count = 0;
  const input = { TableName, Segment, TotalSegments: Number(segments) };
  for await (const { Items = [] } of paginateScan({ client }, input)) count += Items.length;
  return count;
}

const began = performance.now();
const counts = await Promise.all(
  [0, 1].flatMap(() => Array.from({ length: Number(segments) }, (_, segment) => scan(segment))),
);
const seconds = (performance.now() - began) / 1000;
process.stdout.write(JSON.stringify({ seconds, items: counts.reduce((sum, count) => sum + count, 0) }));
