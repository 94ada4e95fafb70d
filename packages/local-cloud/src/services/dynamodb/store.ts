import { Level } from "level";

type Store = Level<string, StoredTable>;

/** As dynalite keeps a table's description. */
interface StoredTable {
  TableName: string;
  TableStatus: "CREATING" | "ACTIVE" | "UPDATING" | "DELETING";
  GlobalSecondaryIndexes?: { IndexStatus: string }[];
}

/**
 * Opens and closes the store in `folder`, made when it isn't there: dynalite itself would fail outside any promise.
 * What dynalite was doing to tables when it was killed is finished: it would never do so itself.
 * Throws, naming the folder, when it is damaged or in use.
 */
export async function prepareStore(folder: string): Promise<void> {
  const store: Store = new Level(folder, { valueEncoding: "json" });
  try {
    await store.open();
    await finishTables(store);
    await store.close();
  } catch (error) {
    const cause = ((error as Error).cause ?? error) as Error & { code?: string };
    if (cause.code === "LEVEL_LOCKED")
      throw new Error(
        `Another program has the tables in ${folder} open: stop it, or use another data folder.`,
        { cause },
      );
    await store.close().catch(() => {});
    throw new Error(
      `The tables in ${folder} can't be read (${cause.message}): it is damaged. Start with --fresh, or put the folder back from a copy.`,
      { cause },
    );
  }
}

async function finishTables(store: Store): Promise<void> {
  for (const [key, table] of await store.iterator({ gte: "table~", lt: "table~\xff" }).all()) {
    if (table.TableStatus === "DELETING") await finishDeletion(store, key, table.TableName);
    else if (!isActive(table)) await store.put(key, active(table));
  }
}

async function finishDeletion(store: Store, key: string, name: string): Promise<void> {
  for (const prefix of [`item-${name}~`, `tag-${name}~`, `index-local~${name}~`, `index-global~${name}~`])
    await store.clear({ gte: prefix, lt: `${prefix}\xff` });
  await store.del(key);
}

const isActive = ({ TableStatus, GlobalSecondaryIndexes = [] }: StoredTable) =>
  TableStatus === "ACTIVE" && GlobalSecondaryIndexes.every(({ IndexStatus }) => IndexStatus === "ACTIVE");

const active = (table: StoredTable): StoredTable => ({
  ...table,
  TableStatus: "ACTIVE",
  ...(table.GlobalSecondaryIndexes && {
    GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({
      ...index,
      IndexStatus: "ACTIVE",
    })),
  }),
});
