/** Items and keys as DynamoDB's JSON has them. */
export type WireItem = Record<string, unknown>;

/** One item that an operation writes. */
export interface Write {
  table: string;
  key: WireItem;
  /** The item as the write leaves it: undefined when deleted, "unknown" when only the engine can say. */
  after: WireItem | undefined | "unknown";
}

type Input = Record<string, any>;
type KeyNames = (table: string) => Promise<string[]>;

const removal = (table: string, key: WireItem): Write => ({ table, key, after: undefined });
const update = (table: string, key: WireItem): Write => ({ table, key, after: "unknown" });

/** What an operation writes; PartiQL apart, which says it in a language of its own. */
const written: Record<
  string,
  (input: Input, put: (table: string, item: WireItem) => Promise<Write>) => unknown[]
> = {
  PutItem: ({ TableName, Item }, put) => [put(TableName, Item)],
  DeleteItem: ({ TableName, Key }) => [removal(TableName, Key)],
  UpdateItem: ({ TableName, Key }) => [update(TableName, Key)],
  BatchWriteItem: ({ RequestItems }, put) =>
    Object.entries(RequestItems as Record<string, Input[]>).flatMap(([table, requests]) =>
      requests.map(({ PutRequest, DeleteRequest }) =>
        PutRequest ? put(table, PutRequest.Item) : removal(table, DeleteRequest.Key),
      ),
    ),
  TransactWriteItems: ({ TransactItems }, put) =>
    (TransactItems as Input[]).flatMap(({ Put, Update, Delete }) => [
      ...(Put ? [put(Put.TableName, Put.Item)] : []),
      ...(Update ? [update(Update.TableName, Update.Key)] : []),
      ...(Delete ? [removal(Delete.TableName, Delete.Key)] : []),
    ]),
};

export const writesItems = (operation: string): boolean => Object.hasOwn(written, operation);

/** Empty for an input that isn't one: the engine refuses it. */
export async function writesOf(operation: string, input: Input, keyNames: KeyNames): Promise<Write[]> {
  if (!writesItems(operation)) return [];
  const put = async (table: string, item: WireItem): Promise<Write> => {
    const names = await keyNames(table);
    return { table, key: Object.fromEntries(names.map((name) => [name, item[name]])), after: item };
  };
  try {
    return (await Promise.all(written[operation]!(input, put))) as Write[];
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

/** The same for two keys that are the same item's: a number can be written in several ways. */
export function nameOfItem({ table, key }: Pick<Write, "table" | "key">): string {
  const parts = Object.entries(key)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      const { N } = Object(value);
      return [name, N === undefined ? value : canonical(String(N))];
    });
  return JSON.stringify([table, parts]);
}

function canonical(number: string): string {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign === "-" ? "-" : ""}${significant}e${power}`;
}
