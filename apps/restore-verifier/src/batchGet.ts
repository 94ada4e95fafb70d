import { type AttributeValue, BatchGetItemCommand } from "@aws-sdk/client-dynamodb";
import type { Item } from "@holdfast/restore-check";
import type { Services } from "./services.ts";
import { fromWire } from "./wire.ts";

/** BatchGetItem's limit. */
const BATCH = 100;
const MOST_ATTEMPTS = 8;

/** The items of these keys that exist, by consistent reads. What DynamoDB leaves unprocessed is asked for again. */
export const batchGet =
  ({ dynamodb, clock }: Pick<Services, "dynamodb" | "clock">) =>
  async (table: string, keys: readonly Item[]): Promise<Item[]> => {
    const items: Item[] = [];
    for (let start = 0; start < keys.length; start += BATCH) {
      let Keys: Record<string, AttributeValue>[] = keys.slice(start, start + BATCH).map(fromWire);
      for (let attempt = 1; Keys.length > 0; attempt++) {
        if (attempt > MOST_ATTEMPTS) {
          throw new Error(
            `${table} left ${Keys.length} keys unread after ${MOST_ATTEMPTS} attempts: it is throttled.`,
          );
        }
        if (attempt > 1) await clock.sleep(0.1 * 2 ** attempt);
        const RequestItems = { [table]: { Keys, ConsistentRead: true } };
        const { Responses, UnprocessedKeys } = await dynamodb.send(new BatchGetItemCommand({ RequestItems }));
        items.push(...(Responses?.[table] ?? []));
        Keys = UnprocessedKeys?.[table]?.Keys ?? [];
      }
    }
    return items;
  };
