import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  DeleteTableCommand,
  type DynamoDBClient,
  paginateListTables,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { CouldNotRun, codeOf } from "../errors.ts";

export interface ExternalTables {
  client: DynamoDBClient;
  /** The server's, for messages. */
  url: string;
  /** The data folder that is being started over is the one whose tables that server holds. */
  isOwn: boolean;
}

/**
 * Deletes the stacks' tables in a DynamoDB that isn't the local cloud's own; other tables stay. Returns what it did.
 * Throws CouldNotRun when they belong to another data folder, whose data they are, or the server doesn't answer.
 */
export async function deleteExternalTables(
  { client, url, isOwn }: ExternalTables,
  tell: (progress: string) => void,
): Promise<string> {
  const isOfStacks = await stackTables();
  const tables = (await namesIn(client, url)).filter(isOfStacks);
  if (tables.length === 0) return "none there";
  if (!isOwn) {
    throw new CouldNotRun(
      `The DynamoDB at ${url} holds tables that this data folder didn't make: ${tables.join(", ")}. --fresh doesn't delete them, and with them it wouldn't be fresh.`,
      {
        next: `Start that server without them (or delete each: aws dynamodb delete-table --endpoint-url ${url} --table-name <table>), or leave out --fresh to go on with them.`,
      },
    );
  }
  for (const TableName of tables) {
    tell(TableName);
    await client.send(new DeleteTableCommand({ TableName }));
    // The stacks make tables of the same names next.
    await waitUntilTableNotExists({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { TableName });
  }
  return `${tables.length} deleted`;
}

async function namesIn(client: DynamoDBClient, url: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { TableNames } of paginateListTables({ client }, {})) names.push(...(TableNames ?? []));
  } catch (cause) {
    throw new CouldNotRun(
      `No DynamoDB server answers at ${url} (${codeOf(cause) ?? (cause as Error).message}).`,
      { next: "Start it, or leave out --dynamodb. Nothing is deleted.", cause },
    );
  }
  return names;
}

/** Amplify names a model's table `<model>-<API id>-NONE`; the rest begin with their stack's name or the verifier's prefix. */
async function stackTables(): Promise<(name: string) => boolean> {
  const schema = await readFile(
    fileURLToPath(import.meta.resolve("@holdfast/data-model/schema.graphql")),
    "utf8",
  );
  const models = [...schema.matchAll(/^type (\w+)[^{]*@model/gm)].map(([, model]) => model);
  const pattern = new RegExp(
    `^((${models.join("|")})-[a-z0-9]{26}-NONE|(local-holdfast|awsbackup-restore-test-holdfast)-.+)$`,
  );
  return (name) => pattern.test(name);
}
