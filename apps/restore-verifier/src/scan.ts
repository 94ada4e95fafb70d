import { type AttributeValue, ScanCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import type { Item } from "@holdfast/restore-check";
import { paginate } from "./paginate.ts";
import type { Services } from "./services.ts";

const SEGMENT_BYTES = 16 * 1024 * 1024;
const MOST_SEGMENTS = 8;

/** How many segments to read a table in. Its size is what DynamoDB last counted, about every six hours. */
export function segmentsFor({ TableSizeBytes = 0 }: TableDescription): number {
  return Math.min(MOST_SEGMENTS, Math.max(1, Math.ceil(TableSizeBytes / SEGMENT_BYTES)));
}

type Page = IteratorResult<{ Items?: Item[] }>;

/** All items of a table, its segments read in parallel, one page ahead of each. */
export const scan = ({ dynamodb }: Pick<Services, "dynamodb">) =>
  async function* (table: string, segments: number): AsyncGenerator<Item> {
    const ahead = new Map<number, Promise<{ segment: number; page: Page }>>();
    const readers = Array.from({ length: segments }, (_, segment) =>
      pages(dynamodb, table, segment, segments),
    );
    const read = (segment: number) => {
      const next = readers[segment]!.next().then((page) => ({ segment, page }));
      // Every page is awaited in its turn; until then its failure is not an unhandled one.
      next.catch(() => {});
      ahead.set(segment, next);
    };
    for (const segment of readers.keys()) read(segment);
    while (ahead.size > 0) {
      const { segment, page } = await Promise.race(ahead.values());
      // Behind the others again: of several pages at hand, the race takes the first.
      ahead.delete(segment);
      if (!page.done) {
        read(segment);
        yield* page.value.Items ?? [];
      }
    }
  };

function pages(dynamodb: Services["dynamodb"], table: string, segment: number, segments: number) {
  const read = (start: Record<string, AttributeValue> | undefined) =>
    dynamodb.send(
      new ScanCommand({
        TableName: table,
        Segment: segment,
        TotalSegments: segments,
        ExclusiveStartKey: start,
      }),
    );
  return paginate(read, "LastEvaluatedKey");
}
