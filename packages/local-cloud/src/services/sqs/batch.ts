import { AwsError } from "../../errors.ts";

/** Each entry for itself: one that fails doesn't fail the others. */
export async function inBatch<Entry extends { Id: string }>(
  entries: Entry[],
  run: (entry: Entry) => object | Promise<object>,
): Promise<object> {
  if (entries.length === 0) throw batchError("EmptyBatchRequest", "There should be at least one entry.");
  if (entries.length > 10) {
    throw batchError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  }
  const ids = entries.map(({ Id }) => Id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw batchError("BatchEntryIdsNotDistinct", `Id ${twice} repeated.`);
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...(await run(entry)) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({
        Id: entry.Id,
        SenderFault: error.status < 500,
        Code: error.code,
        Message: error.message,
      });
    }
  }
  return { Successful, Failed };
}

const batchError = (code: string, message: string) => new AwsError(code, message);
