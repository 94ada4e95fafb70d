import type { Strikable, Strike } from "./faults.ts";

/** In DynamoDB's JSON: binary values are base64. */
type Item = Record<string, Value>;
interface Value {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
}

/**
 * The items of a restore, as lines of JSON, as faults leave them: each item is one call of `drop-items`,
 * `alter-items` and `add-items`.
 * @param keyNames the attributes of the table's key
 */
export async function* strikeItems(
  { strike }: Strike,
  at: Strikable,
  keyNames: string[],
  chunks: AsyncIterable<string[]>,
): AsyncGenerator<string[]> {
  for await (const lines of chunks) {
    const left: string[] = [];
    for (const line of lines) {
      if (!strike("drop-items", at)) left.push(strike("alter-items", at) ? change(altered, line) : line);
      if (strike("add-items", at)) left.push(change(added, line));
    }
    yield left;
  }

  function change(how: (item: Item, keyNames: string[]) => Item, line: string): string {
    return JSON.stringify(how(JSON.parse(line), keyNames));
  }
}

/** The same item with one attribute wrong: the first by name that is no part of the key. */
function altered(item: Item, keyNames: string[]): Item {
  const [name] = Object.keys(item)
    .filter((attribute) => !keyNames.includes(attribute))
    .sort();
  if (name === undefined) return { ...item, altered: { BOOL: true } };
  return { ...item, [name]: other(item[name]!) };
}

/** An item that differs from another in every attribute of its key. */
const added = (item: Item, keyNames: string[]): Item => ({
  ...item,
  ...Object.fromEntries(keyNames.map((name) => [name, other(item[name]!)])),
});

function other(value: Value): Value {
  if (value.S !== undefined) return { S: `${value.S} (fault)` };
  if (value.N !== undefined) return { N: Number(value.N) === 0 ? "1" : negated(value.N) };
  if (value.B !== undefined)
    return { B: Buffer.concat([Buffer.from(value.B, "base64"), Buffer.from([0])]).toString("base64") };
  if (value.BOOL !== undefined) return { BOOL: !value.BOOL };
  return { S: "(fault)" };
}

const negated = (number: string) => (number.startsWith("-") ? number.slice(1) : `-${number}`);
