import { DeleteTableCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { nameOf, reasonOf } from "./errors.ts";
import { runOf } from "./names.ts";
import type { Services } from "./services.ts";

export type Deletion = "deleted" | "absent" | { kept: string };

/** Deletes a restored table; any other name is refused. What can't be deleted now is kept, with the reason. */
export const deleteRestored =
  ({ dynamodb, settings }: Pick<Services, "dynamodb" | "settings">) =>
  async (table: string): Promise<Deletion> => {
    if (runOf(settings.restorePrefix, table) === undefined) {
      throw new Error(`${table} is not a restored table: only ${settings.restorePrefix}… is ever deleted.`);
    }
    try {
      await dynamodb.send(new DeleteTableCommand({ TableName: table }));
      return "deleted";
    } catch (error) {
      if (nameOf(error) === "ResourceNotFoundException") return "absent";
      if (nameOf(error) === "ResourceInUseException" && (await statusOf(dynamodb, table)) === "DELETING")
        return "deleted";
      return { kept: reasonOf(error) };
    }
  };

async function statusOf(dynamodb: Services["dynamodb"], table: string): Promise<string | undefined> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));
  return Table?.TableStatus;
}
