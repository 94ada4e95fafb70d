import { setTimeout as sleep } from "node:timers/promises";
import {
  type AttributeDefinition,
  type GlobalSecondaryIndex,
  type GlobalSecondaryIndexUpdate,
  type KeySchemaElement,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import type { Engine } from "./engine.ts";
import type { Tables } from "./tables.ts";

interface WantedTable {
  TableName: string;
  AttributeDefinitions: AttributeDefinition[];
  GlobalSecondaryIndexes?: GlobalSecondaryIndex[];
}

interface IndexDeps {
  engine: Pick<Engine, "client">;
  tables: Tables;
  /** Waits for so many milliseconds. */
  wait?: (ms: number) => Promise<unknown>;
}

const waitMs = 200;
const longestWaits = 300;

/**
 * Adds and removes global secondary indexes of a table that is there, one at a time, as DynamoDB has it.
 * Gives a sentence for each that isn't as wanted afterwards: not every server can change indexes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html
 */
export async function updateIndexes(wanted: WantedTable, deps: IndexDeps): Promise<string[]> {
  const name = wanted.TableName;
  const indexes = wanted.GlobalSecondaryIndexes ?? [];
  const isWanted = (found: GlobalSecondaryIndex) =>
    indexes.some((index) => index.IndexName === found.IndexName && sameKey(index, found));
  const warnings: string[] = [];

  for (const { IndexName } of (await existing(name, deps)).filter((index) => !isWanted(index))) {
    const problem = await change(name, { Delete: { IndexName } }, wanted, deps);
    if (problem) warnings.push(warning(name, IndexName, `couldn't be removed (${problem})`));
  }
  const left = new Set((await existing(name, deps)).map(({ IndexName }) => IndexName));
  for (const index of indexes.filter(({ IndexName }) => !left.has(IndexName))) {
    const problem = await change(name, { Create: index }, wanted, deps);
    if (problem) warnings.push(warning(name, index.IndexName, `couldn't be added (${problem})`));
  }
  return warnings;
}

const warning = (table: string, index: string | undefined, what: string) =>
  `The index ${index} of the table ${table} ${what}: start with --fresh to make the table anew, without its items.`;

const existing = async (table: string, { tables }: IndexDeps): Promise<GlobalSecondaryIndex[]> =>
  ((await tables.describe(table))?.description.GlobalSecondaryIndexes ?? []) as GlobalSecondaryIndex[];

/** Gives what went wrong. */
async function change(
  table: string,
  update: GlobalSecondaryIndexUpdate,
  { AttributeDefinitions }: WantedTable,
  deps: IndexDeps,
): Promise<string | undefined> {
  try {
    await deps.engine.client.send(
      new UpdateTableCommand({
        TableName: table,
        AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [update],
      }),
    );
  } catch (error) {
    return (error as Error).message;
  }
  if (!(await hasSettled(table, deps))) return "the DynamoDB server hasn't finished with it";
  const name = update.Create?.IndexName ?? update.Delete?.IndexName;
  const isThere = (await existing(table, deps)).some(({ IndexName }) => IndexName === name);
  return isThere === Boolean(update.Create)
    ? undefined
    : "the DynamoDB server can't change a table's indexes";
}

/** Waits until a table and its indexes are ACTIVE; a minute at the most, then it gives false. */
export async function hasSettled(table: string, deps: Pick<IndexDeps, "tables" | "wait">): Promise<boolean> {
  for (let waits = 0; waits < longestWaits; waits++) {
    if (await isSettled(table, deps)) return true;
    await (deps.wait ?? sleep)(waits === 0 ? 0 : waitMs);
  }
  return false;
}

async function isSettled(table: string, { tables }: Pick<IndexDeps, "tables">): Promise<boolean> {
  const { TableStatus, GlobalSecondaryIndexes = [] } = (await tables.describe(table))?.description ?? {};
  return (
    TableStatus === "ACTIVE" &&
    GlobalSecondaryIndexes.every(({ IndexStatus = "ACTIVE" }) => IndexStatus === "ACTIVE")
  );
}

const sameKey = (left: GlobalSecondaryIndex, right: GlobalSecondaryIndex) =>
  keyText(left.KeySchema) === keyText(right.KeySchema);

const keyText = (schema: KeySchemaElement[] = []) =>
  schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).join();
