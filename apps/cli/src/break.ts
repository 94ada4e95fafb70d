import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  PutItemCommand,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import { type BackupResult, backupTables, type Services, type Target } from "./backup.ts";
import { CouldNotRun, Interrupted } from "./errors.ts";
import type { ShowSteps } from "./steps.ts";
import type { Table } from "./tables.ts";

type Item = Record<string, AttributeValue>;

export interface Damage {
  backup: BackupResult;
  /** Keys as `attribute=value`, of what the recovery point lacks and of what it has wrong. */
  missing: string;
  altered: string;
}

/**
 * Makes a bad recovery point on purpose: it lacks one item and has another one wrong, while the table ends as it was.
 * The writes go past the API, so that nothing tells a check that the items were written since.
 */
export const makeBadBackup =
  (services: Services & { showSteps: ShowSteps }) =>
  async (table: Table, target: Target): Promise<Damage> => {
    const { dynamoDb } = services.cloud;
    const write = (item: Item) => dynamoDb.send(new PutItemCommand({ TableName: table.table, Item: item }));
    const key = await keyOf(services, table);
    const [lost, changed] = await twoItems(services, table);
    const attribute = alterable(changed, key);
    if (services.signal.aborted) throw new Interrupted(`Stopped. ${table.model} is as it was.`);
    try {
      await dynamoDb.send(new DeleteItemCommand({ TableName: table.table, Key: pick(lost, key) }));
      await write({ ...changed, [attribute]: { S: `${changed[attribute]?.S} (altered)` } });
      const [backup] = await backupTables(services)([table], target);
      return { backup: backup!, missing: words(lost, key), altered: words(changed, key) };
    } finally {
      await putBack([lost, changed], key, table, write);
    }
  };

/** One that can't be written doesn't keep the other away; what stays wrong is named, with the item to write by hand. */
async function putBack(
  items: Item[],
  key: string[],
  { model, table }: Table,
  write: (item: Item) => Promise<unknown>,
): Promise<void> {
  const writes = await Promise.allSettled(items.map(write));
  const failures = writes.flatMap((one, index) =>
    one.status === "rejected" ? [{ item: items[index]!, cause: one.reason as Error }] : [],
  );
  const [first] = failures;
  if (!first) return;
  const names = failures.map(({ item }) => words(item, key)).join(" and ");
  throw new CouldNotRun(`${model} couldn't be put back as it was: ${names} (${first.cause.message}).`, {
    next: failures
      .map(
        ({ item }) =>
          `Write it with: aws dynamodb put-item --table-name ${table} --item '${JSON.stringify(item).replaceAll("'", "'\\''")}'`,
      )
      .join("\n"),
    cause: first.cause,
  });
}

async function keyOf({ cloud }: Services, { table }: Table): Promise<string[]> {
  const described = await cloud.dynamoDb.send(new DescribeTableCommand({ TableName: table }));
  return described.Table?.KeySchema?.map(({ AttributeName }) => AttributeName ?? "") ?? [];
}

async function twoItems({ cloud }: Services, { model, table }: Table): Promise<[Item, Item]> {
  const items: Item[] = [];
  for await (const page of paginateScan({ client: cloud.dynamoDb }, { TableName: table, Limit: 2 })) {
    items.push(...(page.Items ?? []));
    const [first, second] = items;
    if (first && second) return [first, second];
  }
  throw new CouldNotRun(`${model} has ${items.length} items; two are needed to lose one and alter one.`, {
    next: "Add some on the site, or name another table with --table.",
  });
}

function alterable(item: Item, key: string[]): string {
  const managed = new Set([...key, "__typename", "createdAt", "updatedAt", "owner"]);
  const name = ["headline", "name", ...Object.keys(item)].find((one) => !managed.has(one) && item[one]?.S);
  if (name) return name;
  throw new CouldNotRun(`The item ${words(item, key)} has no text to alter.`, {
    next: "Name another table with --table.",
  });
}

const pick = (item: Item, names: string[]): Item =>
  Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));

const words = (item: Item, key: string[]): string =>
  key.map((name) => `${name}=${item[name]?.S ?? item[name]?.N ?? "?"}`).join(", ");
