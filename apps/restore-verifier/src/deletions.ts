import { batchGet } from "./batchGet.ts";
import type { Services } from "./services.ts";

/** When items of a table were last deleted, by key digest, as far as `recordDeletion` has seen it. */
export const deletions =
  (services: Pick<Services, "dynamodb" | "settings" | "clock">) =>
  (table: string) =>
  async (keyDigests: readonly string[]): Promise<Map<string, Date>> => {
    const keys = keyDigests.map((digest) => ({ tableName: { S: table }, itemKey: { S: digest } }));
    const rows = await batchGet(services)(services.settings.deletionsTable, keys);
    return new Map(rows.map((row) => [textOf(row.itemKey), new Date(textOf(row.deletedAt))]));
  };

function textOf(attribute: object | undefined): string {
  return attribute && "S" in attribute ? String(attribute.S) : "";
}
