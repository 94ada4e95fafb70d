import { BatchWriteItemCommand, type WriteRequest } from "@aws-sdk/client-dynamodb";
import { type Item, keyDigest } from "@holdfast/restore-check";
import * as v from "valibot";
import type { Services } from "./services.ts";

const Removal = v.object({
  eventName: v.literal("REMOVE"),
  eventSourceARN: v.pipe(v.string(), v.regex(/:table\/[^/]+\/stream\//)),
  dynamodb: v.object({
    Keys: v.custom<Item>((keys) => typeof keys === "object" && keys !== null),
    /** Epoch seconds, rounded down. */
    ApproximateCreationDateTime: v.number(),
  }),
});
const Other = v.looseObject({ eventName: v.picklist(["INSERT", "MODIFY"]) });

export const RecordDeletionEvent = v.object({ Records: v.array(v.union([Removal, Other])) });

/** BatchWriteItem's limit. */
const BATCH = 25;

/** Remembers which keys were deleted and when, so that what a restore has too many can be told from what was added to it. */
export const recordDeletion =
  ({ dynamodb, settings, clock }: Pick<Services, "dynamodb" | "settings" | "clock">) =>
  async ({ Records }: v.InferOutput<typeof RecordDeletionEvent>): Promise<void> => {
    // A batch may not name a key twice: the last deletion counts.
    const keptSeconds = settings.deletionsKeptDays * 86_400;
    const rows = new Map(
      Records.filter((one) => one.eventName === "REMOVE").map((removal) => row(removal, keptSeconds)),
    );
    const requests = [...rows.values()];
    for (let start = 0; start < requests.length; start += BATCH) {
      let left = requests.slice(start, start + BATCH);
      for (let attempt = 1; left.length > 0; attempt++) {
        // Throwing hands the records back to the stream, which delivers them again.
        if (attempt > 5)
          throw new Error(
            `${settings.deletionsTable} left ${left.length} deletions unwritten: it is throttled.`,
          );
        if (attempt > 1) await clock.sleep(0.1 * 2 ** attempt);
        const RequestItems = { [settings.deletionsTable]: left };
        const { UnprocessedItems } = await dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
        left = UnprocessedItems?.[settings.deletionsTable] ?? [];
      }
    }
  };

function row(
  { eventSourceARN, dynamodb }: v.InferOutput<typeof Removal>,
  keptSeconds: number,
): [string, WriteRequest] {
  const tableName = /:table\/([^/]+)\//.exec(eventSourceARN)![1]!;
  const itemKey = keyDigest(dynamodb.Keys);
  const deletedAt = dynamodb.ApproximateCreationDateTime;
  const Item = {
    tableName: { S: tableName },
    itemKey: { S: itemKey },
    deletedAt: { S: new Date(deletedAt * 1000).toISOString() },
    expiresAt: { N: String(Math.ceil(deletedAt + keptSeconds)) },
  };
  return [`${tableName} ${itemKey}`, { PutRequest: { Item } }];
}
